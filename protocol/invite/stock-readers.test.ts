import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readAddresses, writeAddresses } from '../address/address-list.ts';
import { isSocketAddress, type PeerAddress } from '../address/peer-address.ts';
import { readSsbUri, writeSsbUri } from '../address/ssb-uri.ts';
import type { FeedId } from '../identity/feed-id.ts';
import {
  addresses,
  damaged,
  feedId,
  legacyInvite,
  pubInvite,
  socket,
  uri,
  valueOrUnreadable,
} from './arbitrary-texts.test.ts';
import { readInvite, writeOpenRoomInvite } from './invite.ts';

type Plugin = { parse(text: string): unknown };
const require = createRequire(import.meta.url);
const grammar: { check(text: string): boolean } = require('multiserver-address');
const ref: {
  isAddress(text: string): boolean;
  isInvite(text: string): boolean;
  getKeyFromAddress(text: string): string;
} = require('ssb-ref');
const uris: {
  isSSBURI(text: string): boolean;
  isAddressSSBURI(text: string): boolean;
  isExperimentalSSBURIWithAction(action: string): (text: string) => boolean;
  fromFeedSigil(id: string): string;
  fromMultiserverAddress(text: string): string;
  toMultiserverAddress(text: string): string | null;
} = require('ssb-uri2');
const rooms: Record<
  'isOpenRoomInvite' | 'openRoomInviteToAddress' | 'addressToOpenRoomInvite',
  (text: string) => unknown
> & { toTunnelAddress(portal: string, target: string): string } = require('ssb-room-client/lib/utils');
const rooms1: { isInvite(text: string): boolean } = require('ssb-room/utils');
const tunnelPlugin: {
  default(rooms: Map<string, unknown>, ssb: unknown): (config: object) => Plugin;
} = require('ssb-room-client/lib/ms-tunnel');
const net: Plugin = require('multiserver/plugins/net')({ host: 'localhost', port: 1 });
const ws: Plugin = require('multiserver/plugins/ws')();
const tunnel = tunnelPlugin.default(new Map(), {})({});

describe('stock readers take what is written', () => {
  test('addresses', () => {
    fc.assert(
      fc.property(addresses, (list) => {
        assert.ok(ref.isAddress(writeAddresses(list)));
        for (const address of list)
          assert.deepEqual(meaningToStock(writeAddresses([address])), meaning(address));
      }),
    );
  });
  test('invites', () => {
    fc.assert(fc.property(fc.oneof(pubInvite, legacyInvite), (text) => assert.ok(ref.isInvite(text), text)));
    fc.assert(
      fc.property(addresses, (list) => {
        const text = writeOpenRoomInvite(list);
        assert.equal(rooms.openRoomInviteToAddress(text), writeAddresses(list));
        assert.ok(rooms1.isInvite(text));
      }),
    );
  });
  test('ssb URIs', () => {
    fc.assert(
      fc.property(uri, (wanted) => {
        const text = writeSsbUri(wanted);
        assert.ok(
          wanted.kind === 'address'
            ? uris.isAddressSSBURI(text)
            : uris.isExperimentalSSBURIWithAction(wanted.kind)(text),
        );
        const list = wanted.kind === 'claim-http-invite' ? null : writeAddresses(wanted.addresses);
        assert.equal(uris.toMultiserverAddress(text), list);
      }),
    );
  });
});

describe('what stock packages write is read', () => {
  test('addresses, marked addresses, URIs of addresses, feeds and tunnels', () => {
    fc.assert(
      fc.property(socket, feedId, (address, id) => {
        const text = writeAddresses([address]);
        assert.deepEqual(readInvite(String(rooms.addressToOpenRoomInvite(text))), {
          kind: 'open-room',
          addresses: [address],
        });
        assert.deepEqual(readSsbUri(uris.fromMultiserverAddress(text)), {
          kind: 'address',
          addresses: [address],
        });
        assert.deepEqual(readSsbUri(uris.fromFeedSigil(id)), { kind: 'feed', id });
        const tunnelled = readAddresses(rooms.toTunnelAddress(address.key, id));
        assert.deepEqual(tunnelled, [{ transport: 'tunnel', portal: address.key, target: id }]);
      }),
    );
  });
});

describe('what is accepted, some stock reader accepts', () => {
  test('damaged texts are of both sorts, so that the tests below say something', () => {
    const readers = [readAddresses, readSsbUri, readInvite];
    for (const read of readers) {
      const samples = fc.sample(damaged, 2000);
      const accepted = samples.filter((text) => valueOrUnreadable<unknown>(read, text) !== undefined);
      assert.ok(accepted.length > 50 && accepted.length < 1950, `${read.name} accepts ${accepted.length}`);
    }
  });

  test('addresses', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        if (valueOrUnreadable(readAddresses, text)) assert.ok(ref.isAddress(text), text);
      }),
      { numRuns: 5000 },
    );
  });
  test('invite codes', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const invite = valueOrUnreadable(readInvite, text.trim());
        if (invite?.kind === 'pub') assert.ok(ref.isInvite(text.trim()) || grammar.check(text.trim()), text);
        if (invite?.kind === 'open-room') assert.ok(isMarkedForStock(text.trim()), text);
      }),
      { numRuns: 5000 },
    );
  });
  test('ssb URIs', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        if (valueOrUnreadable(readSsbUri, text)) assert.ok(uris.isSSBURI(text), text);
      }),
      { numRuns: 5000 },
    );
  });
});

function isMarkedForStock(text: string): boolean {
  const code = uris.isAddressSSBURI(text)
    ? String(uris.toMultiserverAddress(text))
    : text.replace(/#.*$/s, '');
  return Boolean(rooms.isOpenRoomInvite(code)) || ref.isInvite(code) || grammar.check(code);
}

/** Where and to whom an address leads: this reader's answer, in the shape of `meaningToStock`. */
function meaning(address: PeerAddress): unknown {
  if (address.transport === 'other') return undefined;
  if (!isSocketAddress(address))
    return { portal: address.portal, target: address.target, key: address.target };
  return { host: address.host, port: address.port, key: address.key };
}

function meaningToStock(text: string): unknown {
  const key: FeedId | string = ref.getKeyFromAddress(text);
  const place = text.split('~')[0] ?? '';
  const parsed = (text.startsWith('tunnel:') ? tunnel : text.startsWith('net:') ? net : ws).parse(place);
  const { portal, target, host, hostname, port } = Object(parsed);
  return portal === undefined ? { host: hostname ?? host, port: Number(port), key } : { portal, target, key };
}
