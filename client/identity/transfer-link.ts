import { fromBase64, toBase64, UnreadableText } from '@open-rooms/protocol';
import { SEALED_KEY_BYTES } from './sealed-key.ts';
import { TRANSFER_MARK } from './transfer-mark.ts';

/** A page's address and what stands behind it. */
const KEY_LINK_MAX_CHARS = 2048;

/** The link, for a QR code, that carries a sealed key to another device. `page` is where that one is to open it. */
export function writeTransferLink(sealed: Uint8Array, page: string): string {
  const text = toBase64(sealed).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return page.replace(/#.*$/s, '') + TRANSFER_MARK + text;
}

/**
 * The sealed key of a link, whatever page it leads to.
 * @throws UnreadableText `bad-key`
 */
export function readTransferLink(pasted: string): Uint8Array {
  const text = pasted.slice(0, KEY_LINK_MAX_CHARS).trim();
  const at = text.indexOf(TRANSFER_MARK);
  if (at < 0)
    throw unreadable(
      'it is no link of a key. On the other device choose to bring your key elsewhere, and copy the link.',
    );
  const letters = text
    .slice(at + TRANSFER_MARK.length)
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  const sealed = fromBase64(letters.padEnd(Math.ceil(letters.length / 4) * 4, '='));
  if (sealed?.length !== SEALED_KEY_BYTES)
    throw unreadable(
      'a part of it is missing, or something stands behind it. Copy all of it, and nothing more.',
    );
  return sealed;
}

function unreadable(why: string): UnreadableText {
  return new UnreadableText('bad-key', `Cannot read this link: ${why}`);
}
