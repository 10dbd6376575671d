import { readAddresses, readSeed, writeAddresses } from '../address/address-list.ts';
import { isLegacyAddress, readLegacyAddress } from '../address/legacy.ts';
import { LINK_MAX_CHARS } from '../address/limits.ts';
import type { PeerAddress, SocketAddress } from '../address/peer-address.ts';
import { isSsbUri, readSsbUri } from '../address/ssb-uri.ts';
import { refuseLongText, unreadable } from '../address/unreadable.ts';
import { isWebLink, originOf, readWebLink } from '../address/web-link.ts';
import { toBase64 } from '../bytes/base64.ts';

/** A pub's invite: connect with the key pair of `seed` and call `invite.use` with one's own id. */
export interface PubInvite {
  readonly kind: 'pub';
  readonly addresses: readonly PeerAddress[];
  /** 32 bytes: whoever knows them can use the invite. */
  readonly seed: Uint8Array;
}

/** The address of a room with the marker that says so (`open-room`), or a bare address: connect with one's own key. */
export interface AddressInvite {
  readonly kind: 'open-room' | 'address';
  readonly addresses: readonly PeerAddress[];
}

/** A link to a room's join page: ask it, as JSON, where to post the token. */
export interface LinkInvite {
  readonly kind: 'link';
  /** The link without fragment and other fields; `&encoding=json` may follow. */
  readonly url: string;
  readonly origin: string;
  readonly token: string;
}

/** What the join page hands on to an app: post the token and one's id to `postTo`. */
export interface ClaimInvite {
  readonly kind: 'claim';
  readonly token: string;
  readonly postTo: string;
}

export type Invite = PubInvite | AddressInvite | LinkInvite | ClaimInvite;

/** Stands where a pub's seed would: says that the address is a room's. Everybody knows it, so it is no secret. */
const OPEN_ROOM_MARKER = 'SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=';

const FORMS =
  'paste an invite link (https://room.example/join?invite=…), an ssb: link or an invite code with its key.';
const JOIN_PATH = /\/join\/?$/;
const TOKEN = /^[\x21-\x7e]+$/;
/** SIP 5 says `invite`; the widespread room server writes `token`. */
const TOKEN_FIELDS = ['invite', 'token'];

/**
 * Reads every kind of invite: join links, ssb URIs, pub codes of both styles, marked room addresses, bare addresses.
 * Space around it is dropped, and so is the `#…` that pub codes may carry. Throws `UnreadableText`.
 */
export function readInvite(pasted: string): Invite {
  refuseLongText('invite', pasted, LINK_MAX_CHARS);
  const text = pasted.trim();
  if (isSsbUri(text)) return fromUri(text);
  if (isWebLink(text)) return fromLink(text);
  return fromCode(text.replace(/#.*$/s, ''));
}

/** Writes a pub invite in multiserver style: `net:host:port~shs:KEY:SEED`. */
export function writePubInvite(address: SocketAddress, seed: Uint8Array): string {
  return writeAddresses([{ ...address, seed }]);
}

/**
 * Writes a pub invite in legacy style, `host:port:@key.ed25519~SEED`, which older apps want. Their only host names are
 * full ones (`pub.example`), `localhost` and IP addresses.
 */
export function writeLegacyPubInvite(
  { host, port, key }: Omit<SocketAddress, 'transport'>,
  seed: Uint8Array,
): string {
  return `${host}:${port}:${key}~${toBase64(seed)}`;
}

/** Writes the addresses of an open room with the marker behind them. */
export function writeOpenRoomInvite(addresses: readonly PeerAddress[]): string {
  return `${writeAddresses(addresses)}:${OPEN_ROOM_MARKER}`;
}

function fromCode(text: string): Invite {
  if (!text.includes('~') && !text.includes(':@')) throw unreadable('wrong-kind', 'invite', text, FORMS);
  const [head = '', seed, ...more] = text.split('~');
  if (seed !== undefined && more.length === 0 && isLegacyAddress(head)) {
    return fromAddresses([{ ...readLegacyAddress(head), seed: readSeed(seed) }], false, text);
  }
  const marked = text.endsWith(`:${OPEN_ROOM_MARKER}`);
  const addresses = readAddresses(marked ? text.slice(0, -OPEN_ROOM_MARKER.length - 1) : text);
  return fromAddresses(addresses, marked, text);
}

function fromAddresses(addresses: readonly PeerAddress[], marked: boolean, text: string): Invite {
  const seeds = addresses.flatMap((address) =>
    address.transport === 'other' || !address.seed ? [] : [address.seed],
  );
  const secrets = new Set(seeds.map(toBase64));
  const isRoom = secrets.delete(OPEN_ROOM_MARKER) || marked;
  const [seed] = seeds;
  const plain = addresses.map(withoutSeed);
  if (secrets.size > 1 || (isRoom && secrets.size > 0)) {
    const why = 'its addresses carry different seeds; paste one invite at a time.';
    throw unreadable('bad-seed', 'invite', text, why);
  }
  if (isRoom) return { kind: 'open-room', addresses: plain };
  return seed ? { kind: 'pub', addresses: plain, seed } : { kind: 'address', addresses: plain };
}

function fromUri(text: string): Invite {
  const uri = readSsbUri(text);
  if (uri.kind === 'address') return fromAddresses(uri.addresses, false, text);
  if (uri.kind === 'claim-http-invite') return { kind: 'claim', token: uri.invite, postTo: uri.postTo };
  throw unreadable('wrong-kind', 'invite', text, `it is an ssb URI of kind ${uri.kind}; ${FORMS}`);
}

function fromLink(text: string): LinkInvite {
  const link = readWebLink(text);
  const field = TOKEN_FIELDS.find((name) => link.query.has(name));
  const token = field === undefined ? undefined : link.query.get(field);
  if (!JOIN_PATH.test(link.path) || token === undefined) {
    throw unreadable('wrong-kind', 'invite', text, `it is no link to a join page; ${FORMS}`);
  }
  if (!TOKEN.test(token)) {
    throw unreadable('bad-field', 'invite', text, 'its token is damaged; copy the whole link again.');
  }
  const origin = originOf(link);
  return { kind: 'link', url: `${origin}${link.path}?${field}=${encodeURIComponent(token)}`, origin, token };
}

function withoutSeed(address: PeerAddress): PeerAddress {
  if (address.transport === 'other') return address;
  const { seed: _seed, ...plain } = address;
  return plain;
}
