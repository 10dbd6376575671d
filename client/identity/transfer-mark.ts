/** Begins the part of a link that carries a sealed key, which no browser sends to a server. */
export const TRANSFER_MARK = '#open-rooms-key=';

/** Whether a text, or a page's own address, carries a key. Take it out of the address bar then: `history.replaceState`. */
export function isTransferLink(text: string): boolean {
  return text.includes(TRANSFER_MARK);
}
