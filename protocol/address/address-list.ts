import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { type FeedId, feedIdOf, isFeedId, PUBLIC_KEY_BYTES } from '../identity/feed-id.ts';
import { readHostPort, writeHostPort } from './host.ts';
import { isLegacyAddress, readLegacyAddress } from './legacy.ts';
import {
  type AddressProtocol,
  decodeMultiserver,
  encodeMultiserver,
  type ProtocolStack,
} from './multiserver.ts';
import {
  DEFAULT_PORTS,
  isSocketTransport,
  type PeerAddress,
  type SocketAddress,
  type SocketTransport,
  type TunnelAddress,
} from './peer-address.ts';
import { unreadable } from './unreadable.ts';

const SEED_BYTES = 32;
const INSTANCE = /^(?:0|[1-9][0-9]{0,8})$/;

/**
 * Reads a list of peer addresses: `;`-joined multiserver addresses, or one legacy `host:port:@key.ed25519`. Never empty.
 * Throws `UnreadableText` if any of them is damaged.
 */
export function readAddresses(text: string): PeerAddress[] {
  if (isLegacyAddress(text)) return [readLegacyAddress(text)];
  return decodeMultiserver(text).map(readStack);
}

/** Writes addresses in the forms that every stock reader takes: port always there, `ws://` with slashes. */
export function writeAddresses(addresses: readonly PeerAddress[]): string {
  return encodeMultiserver(addresses.map(stackOf));
}

function readStack(stack: ProtocolStack): PeerAddress {
  const [transport, ...transforms] = stack;
  const [shs] = transforms;
  if (transport === undefined || shs === undefined) {
    const why =
      'it names no key; after the host comes "~shs:" and the peer\'s key, as in net:room.example:8008~shs:KEY.';
    throw unreadable('bad-form', 'address', encodeMultiserver([stack]), why);
  }
  const spoken = shs.name === 'shs' && transforms.length === 1;
  if (spoken && transport.name === 'tunnel') return readTunnel(transport, shs);
  if (spoken && isSocketTransport(transport.name)) return readSocket(transport.name, transport, shs);
  return { transport: 'other', stack };
}

function readSocket(
  transport: SocketTransport,
  protocol: AddressProtocol,
  shs: AddressProtocol,
): SocketAddress {
  const data = protocol.data.join(':');
  const place = transport === 'net' ? data : data.replace(/^\/\//, '').replace(/\/$/, '');
  const { host, port = DEFAULT_PORTS[transport] } = readHostPort(place);
  return { transport, host, port, ...readShs(shs) };
}

function readTunnel({ data }: AddressProtocol, shs: AddressProtocol): TunnelAddress {
  const [portal, target, instance, ...more] = data;
  const text = `tunnel:${data.join(':')}`;
  if (!isFeedId(portal) || !isFeedId(target) || more.length > 0) {
    throw unreadable(
      'bad-form',
      'address',
      text,
      'a tunnel is tunnel:@ROOM.ed25519:@PEER.ed25519~shs:PEERKEY.',
    );
  }
  const { key, seed } = readShs(shs);
  if (key !== target) {
    throw unreadable(
      'bad-key',
      'address',
      text,
      `its key after "~shs:" is ${key}; it must be the key of ${target}.`,
    );
  }
  if (instance !== undefined && !INSTANCE.test(instance)) {
    throw unreadable(
      'bad-form',
      'tunnel instance',
      instance,
      'it is a number such as 0; leave it out if in doubt.',
    );
  }
  const which = instance === undefined ? {} : { instance: Number(instance) };
  return { transport: 'tunnel', portal, target, ...which, ...(seed && { seed }) };
}

function readShs({ data }: AddressProtocol): { key: FeedId; seed?: Uint8Array } {
  const [keyText = '', seedText, ...more] = data;
  const key = fromBase64(keyText);
  if (key?.length !== PUBLIC_KEY_BYTES) {
    const why =
      'after "~shs:" comes the peer\'s key, 43 base64 characters and "="; copy the whole address again.';
    throw unreadable('bad-key', 'key', keyText, why);
  }
  if (seedText === undefined) return { key: feedIdOf(key) };
  if (more.length > 0)
    throw unreadable('bad-form', 'address', 'shs:…', 'nothing may follow the seed; copy it again.');
  return { key: feedIdOf(key), seed: readSeed(seedText) };
}

/** Reads the 32-byte seed of an invite, which error sentences never quote. */
export function readSeed(text: string): Uint8Array {
  const seed = fromBase64(text);
  if (seed?.length === SEED_BYTES) return seed;
  const why =
    'the last part of an invite is its seed, 43 base64 characters and "="; copy the whole invite again.';
  throw unreadable('bad-seed', 'seed', '…', why);
}

function stackOf(address: PeerAddress): ProtocolStack {
  if (address.transport === 'other') return address.stack;
  return [transportOf(address), shsOf(address)];
}

function transportOf(address: SocketAddress | TunnelAddress): AddressProtocol {
  if (address.transport === 'tunnel') {
    const instance = address.instance === undefined ? [] : [String(address.instance)];
    return { name: 'tunnel', data: [address.portal, address.target, ...instance] };
  }
  const { transport, host, port } = address;
  // Stock net readers know IPv6 only without brackets, stock ws readers only with them.
  const data = transport === 'net' ? `${host}:${port}` : `//${writeHostPort({ host, port })}`;
  return { name: transport, data: data.split(':') };
}

function shsOf(address: SocketAddress | TunnelAddress): AddressProtocol {
  const key = address.transport === 'tunnel' ? address.target : address.key;
  const seed = address.seed ? [toBase64(address.seed)] : [];
  return { name: 'shs', data: [key.slice('@'.length, -'.ed25519'.length), ...seed] };
}
