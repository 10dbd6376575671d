/** What the tests of address, invite and alias readers draw from; it holds no test itself. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { writeAddresses } from '../address/address-list.ts';
import type { PeerAddress, SocketAddress } from '../address/peer-address.ts';
import { type WritableSsbUri, writeSsbUri } from '../address/ssb-uri.ts';
import { UnreadableText } from '../address/unreadable.ts';
import { toBase64 } from '../bytes/base64.ts';
import { feedIdOf } from '../identity/feed-id.ts';
import { writeLegacyPubInvite, writeOpenRoomInvite, writePubInvite } from './invite.ts';

export const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
export const feedId = bytes32.map(feedIdOf);
export const port = fc.integer({ min: 1, max: 65_535 });
export const label = fc.stringMatching(/^[a-z0-9]([a-z0-9]{0,8}[a-z0-9])?$/);
const fullName = fc
  .tuple(label, fc.constantFrom('example', 'co.uk', 'xn--p1ai'))
  .map((labels) => labels.join('.'));
export const fullHost = fc.oneof(fullName, fc.constant('localhost'), fc.ipV4(), fc.ipV6());
const transport = fc.constantFrom('net', 'ws', 'wss');
export const socket: fc.Arbitrary<SocketAddress> = fc.record(
  {
    transport,
    host: fc.oneof(
      fullHost,
      label.map((name) => `a${name}`),
    ),
    port,
    key: feedId,
  },
  { noNullPrototype: true },
);
export const invitable = fc.record(
  { transport, host: fc.oneof(fullName, fc.ipV4()), port, key: feedId },
  { noNullPrototype: true },
);
const tunnelAddress = fc.record(
  { transport: fc.constant('tunnel' as const), portal: feedId, target: feedId, instance: fc.nat(9) },
  { noNullPrototype: true, requiredKeys: ['transport', 'portal', 'target'] },
);
export const addresses: fc.Arbitrary<PeerAddress[]> = fc.array(fc.oneof(socket, tunnelAddress), {
  minLength: 1,
  maxLength: 4,
});
const token = fc.stringMatching(/^[!-~]{1,40}$/);
const challenge = bytes32.map(toBase64);
export const uri: fc.Arbitrary<WritableSsbUri> = fc.oneof(
  fc.record({ kind: fc.constant('address' as const), addresses }, { noNullPrototype: true }),
  fc.record(
    {
      kind: fc.constant('claim-http-invite' as const),
      invite: token,
      postTo: fc.constant('https://room.example/invite/consume'),
    },
    { noNullPrototype: true },
  ),
  fc.record(
    { kind: fc.constant('start-http-auth' as const), sid: feedId, sc: challenge, addresses },
    { noNullPrototype: true },
  ),
  fc.record(
    {
      kind: fc.constant('consume-alias' as const),
      alias: label,
      userId: feedId,
      roomId: feedId,
      signature: fc.uint8Array({ minLength: 64, maxLength: 64 }),
      addresses,
    },
    { noNullPrototype: true },
  ),
);

const legacy = fc.tuple(fullHost, port, feedId).map((parts) => parts.join(':'));
export const pubInvite = fc.tuple(invitable, bytes32).map(([address, seed]) => writePubInvite(address, seed));
export const legacyInvite = fc
  .tuple(invitable, bytes32)
  .map(([address, seed]) => writeLegacyPubInvite(address, seed));
const feedUri = feedId.map(
  (id) => `ssb:feed/classic/${id.slice(1, -8).replaceAll('+', '-').replaceAll('/', '_')}`,
);
export const valid = fc.oneof(
  addresses.map(writeAddresses),
  legacy,
  pubInvite,
  legacyInvite,
  feedUri,
  addresses.map(writeOpenRoomInvite),
  uri.map(writeSsbUri),
  fc.tuple(label, fullName).map(([alias, host]) => `@${alias}@${host}`),
  token.map((text) => `https://room.example/join?invite=${encodeURIComponent(text)}`),
);

/** A valid text with a few characters removed, repeated, or replaced by ones that mean something in some form. */
export const damaged = fc
  .tuple(
    valid,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('', ...'!~:;/@.=?&%#[]-+ 0aZ\u00e9'), fc.nat(2)), {
      maxLength: 3,
    }),
  )
  .map(([text, cuts]) =>
    cuts.reduce((now, [at, put, drop]) => {
      const start = at % (now.length + 1);
      return now.slice(0, start) + put + now.slice(start + drop);
    }, text),
  );

/** What `read` makes of `text`, or `undefined` where it refuses as it should: by `UnreadableText`. */
export function valueOrUnreadable<Value>(read: (text: string) => Value, text: string): Value | undefined {
  try {
    return read(text);
  } catch (error) {
    assert.ok(error instanceof UnreadableText, `${JSON.stringify(text)}: ${error}`);
    assert.match(error.message, /^Cannot read /);
    return undefined;
  }
}
