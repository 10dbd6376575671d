/** Where a room's page gives keys. */
const PATH = '/transfer';

/** The page of another room that is asked for a key; or what keeps it from being asked. */
export type TransferPage = URL | 'unreadable' | 'own';

/**
 * Reads the address of another room's page, as a person types or pastes it: its origin is what counts. Without a scheme
 * it is that of the page here.
 *
 * @param own the origin of this page
 */
export function readTransferPage(typed: string, own: string): TransferPage {
  const text = typed.trim();
  const isWhole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const address = parsed(isWhole ? text : `${new URL(own).protocol}//${text}`);
  if (address === undefined || !/^https?:$/.test(address.protocol) || /\s/.test(text)) return 'unreadable';
  // Somebody's name before the host would make it look like another one.
  if (address.username !== '' || address.password !== '') return 'unreadable';
  return address.origin === own ? 'own' : new URL(PATH, address.origin);
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
