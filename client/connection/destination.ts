import {
  type AliasAddress,
  type HostPort,
  type Invite,
  isSocketAddress,
  type LinkInvite,
  type PeerAddress,
  readAlias,
  readHostPort,
  readInvite,
  readSsbUri,
  type SocketAddress,
  UnreadableText,
} from '@open-rooms/protocol';
import { JoinError } from './join-error.ts';
import { readPageLink } from './page-link.ts';

/** Where somebody wants to go, before anybody was asked. */
export type Destination =
  /** The addresses of one room, and the seed of an invite to it. */
  | { readonly kind: 'addresses'; readonly addresses: readonly SocketAddress[]; readonly seed?: Uint8Array }
  /** A host whose room is asked for by `/whois`; where it has none, the name may be an alias (`bob.room.example`). */
  | { readonly kind: 'host'; readonly place: HostPort; readonly maybe?: AliasAddress }
  | { readonly kind: 'alias'; readonly alias: AliasAddress }
  /** A join page, which says where its token is to be posted. */
  | { readonly kind: 'link'; readonly link: LinkInvite }
  | { readonly kind: 'claim'; readonly token: string; readonly postTo: string };

/** Addresses of one room that are tried, and kept: TCP, WebSocket and TLS under a few names. */
const MAX_ADDRESSES = 16;

const FORMS =
  'give an invite, a host name (room.example), an address (net:room.example:8008~shs:KEY) or an alias (@bob@room.example).';

/** A page of a host, and nothing in it. */
const HOST_LINK = /^(https?):\/\/([^/?#]+)\/?$/i;

/**
 * Reads whatever leads to a room: invites of every kind, host names, addresses, aliases, in any spelling.
 * @throws JoinError `unreadable`
 */
export function readDestination(pasted: string): Destination {
  const text = pasted.trim();
  try {
    return read(text);
  } catch (error) {
    if (error instanceof UnreadableText) throw new JoinError('unreadable', error.message, { cause: error });
    throw error;
  }
}

function read(text: string): Destination {
  if (text === '') throw new JoinError('unreadable', `Cannot go nowhere: ${FORMS}`);
  if (/^ssb:/.test(text)) return readUri(text);
  if (HOST_LINK.test(text)) return readHostLink(text);
  const page = readPageLink(text);
  if (page !== undefined)
    return page.invite === undefined ? read(page.room) : fromInvite(readInvite(page.invite));
  if (/^https?:\/\//i.test(text))
    return /\/join\/?(\?|$)/.test(text) ? fromInvite(readInvite(text)) : aliasAt(text);
  if (text.includes('~') || text.includes(':@')) return fromInvite(readInvite(text));
  if (text.startsWith('@')) return aliasAt(text);
  return hostAt(text);
}

function readUri(text: string): Destination {
  return readSsbUri(text).kind === 'consume-alias' ? aliasAt(text) : fromInvite(readInvite(text));
}

/** `https://room.example`: the host is what counts, and its port where one is written. */
function readHostLink(text: string): Destination {
  const [, , authority = ''] = HOST_LINK.exec(text) ?? [];
  return hostAt(authority);
}

function aliasAt(text: string): Destination {
  return { kind: 'alias', alias: readAlias(text) };
}

/** `bob.room.example` may be a host or an alias: the host is asked first. */
function hostAt(text: string): Destination {
  const place = readHostPort(text);
  const maybe = aliasOrNone(text);
  return { kind: 'host', place, ...(maybe && { maybe }) };
}

function aliasOrNone(text: string): AliasAddress | undefined {
  try {
    return readAlias(text);
  } catch (error) {
    if (error instanceof UnreadableText) return undefined;
    throw error;
  }
}

function fromInvite(invite: Invite): Destination {
  if (invite.kind === 'link') return { kind: 'link', link: invite };
  if (invite.kind === 'claim') return { kind: 'claim', token: invite.token, postTo: invite.postTo };
  const addresses = dialable(invite.addresses);
  return { kind: 'addresses', addresses, ...(invite.kind === 'pub' && { seed: invite.seed }) };
}

/**
 * The addresses that name a host, all of one room.
 * @throws JoinError `unreadable`
 */
export function dialable(addresses: readonly PeerAddress[]): SocketAddress[] {
  const dialled = addresses.filter(isSocketAddress);
  const keys = new Set(dialled.map(({ key }) => key));
  if (keys.size === 0)
    throw new JoinError('unreadable', `Cannot dial that address: it names no host. Instead, ${FORMS}`);
  if (keys.size > 1)
    throw new JoinError('unreadable', `Cannot dial that address: it is of ${keys.size} rooms. Paste one.`);
  return dialled.slice(0, MAX_ADDRESSES);
}
