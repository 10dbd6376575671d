import {
  type FeedId,
  readSsbUri,
  type SocketAddress,
  UnreadableText,
  writeHostPort,
} from '@open-rooms/protocol';
import { dialable } from './destination.ts';
import { JoinError } from './join-error.ts';

/** What a browser is to open, so that it is signed in at a room. */
export function signInUrl(addresses: readonly SocketAddress[], cid: FeedId, cc: string): string {
  return `${webPagesOf(addresses)}/login?ssb-http-auth=1&cid=${encodeURIComponent(cid)}&cc=${encodeURIComponent(cc)}`;
}

/** A sign-in that a browser began elsewhere, and where its room is. */
export interface AskedSignIn {
  readonly room: FeedId;
  /** The server's challenge. */
  readonly sc: string;
  readonly addresses: readonly SocketAddress[];
}

/**
 * Reads `ssb:experimental?action=start-http-auth&…`, as a room's page shows it. Whoever confirms it signs somebody's
 * browser in as themselves: ask them first, with the room's name.
 * @throws JoinError `unreadable`
 */
export function readSignInUri(text: string): AskedSignIn {
  try {
    const uri = readSsbUri(text.trim());
    if (uri.kind !== 'start-http-auth') throw wrongUri();
    const addresses = dialable(uri.addresses);
    if (addresses.some(({ key }) => key !== uri.sid)) throw otherRoom();
    return { room: uri.sid, sc: uri.sc, addresses };
  } catch (error) {
    if (error instanceof UnreadableText) throw new JoinError('unreadable', error.message, { cause: error });
    throw error;
  }
}

/** Where the pages of a room are: beside its WebSocket; without one, where stock apps look for them. */
function webPagesOf(addresses: readonly SocketAddress[]): string {
  const found =
    addresses.find(({ transport }) => transport === 'wss') ??
    addresses.find(({ transport }) => transport === 'ws');
  if (found === undefined) {
    const [first] = addresses;
    if (first === undefined) throw new JoinError('unreadable', 'Cannot sign in: the room has no address.');
    return `https://${writeHostPort({ host: first.host })}`;
  }
  const [scheme, usualPort] = found.transport === 'wss' ? ['https', 443] : ['http', 80];
  const { host, port } = found;
  return `${scheme}://${writeHostPort(port === usualPort ? { host } : { host, port })}`;
}

function wrongUri(): JoinError {
  return new JoinError(
    'unreadable',
    'This is no sign-in. A room shows it on its page of sign-in: ssb:experimental?action=start-http-auth&….',
  );
}

function otherRoom(): JoinError {
  return new JoinError(
    'unreadable',
    'Cannot sign in: the room and its address are of different keys. Copy it again.',
  );
}
