import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readAddresses, writeAddresses } from '../address/address-list.ts';
import { LINK_MAX_CHARS } from '../address/limits.ts';
import type { PeerAddress } from '../address/peer-address.ts';
import { readSsbUri, writeSsbUri } from '../address/ssb-uri.ts';
import { readAlias, writeAlias } from '../alias/alias.ts';
import {
  addresses,
  bytes32,
  damaged,
  fullHost,
  invitable,
  label,
  port,
  uri,
  valid,
  valueOrUnreadable,
} from './arbitrary-texts.test.ts';
import { readInvite, writeLegacyPubInvite, writeOpenRoomInvite, writePubInvite } from './invite.ts';

describe('round trips', () => {
  test('addresses', () =>
    fc.assert(fc.property(addresses, (list) => assert.deepEqual(readAddresses(writeAddresses(list)), list))));
  test('ssb URIs', () =>
    fc.assert(fc.property(uri, (wanted) => assert.deepEqual(readSsbUri(writeSsbUri(wanted)), wanted))));
  test('open-room invites', () => {
    const invite = (list: PeerAddress[]) => readInvite(writeOpenRoomInvite(list));
    fc.assert(
      fc.property(addresses, (list) =>
        assert.deepEqual(invite(list), { kind: 'open-room', addresses: list }),
      ),
    );
  });
  test('pub invites of both styles', () => {
    fc.assert(
      fc.property(invitable, bytes32, (address, seed) => {
        assert.deepEqual(readInvite(writePubInvite(address, seed)), {
          kind: 'pub',
          addresses: [address],
          seed,
        });
        const tcp = { ...address, transport: 'net' as const };
        assert.deepEqual(readInvite(writeLegacyPubInvite(tcp, seed)), {
          kind: 'pub',
          addresses: [tcp],
          seed,
        });
      }),
    );
  });
  test('aliases', () => {
    const alias = fc.record(
      { label, host: fullHost, port },
      { noNullPrototype: true, requiredKeys: ['label', 'host'] },
    );
    const bracketless = (host: string) => !host.includes(':');
    fc.assert(fc.property(alias, (wanted) => assert.deepEqual(readAlias(writeAlias(wanted)), wanted)));
    fc.assert(
      fc.property(
        alias.filter(({ host }) => bracketless(host)),
        (wanted) => {
          assert.deepEqual(readAlias(writeAlias(wanted).replace(/@([^@]*)$/, ':$1')), wanted);
        },
      ),
    );
  });
});

describe('any text is read or refused with a sentence', () => {
  const readers = [readAddresses, readSsbUri, readInvite, readAlias];
  const texts = fc.oneof(
    damaged,
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ maxLength: 200 }),
  );
  test('valid texts are read by one reader at least', () => {
    fc.assert(
      fc.property(valid, (text) => {
        assert.ok(
          readers.some((read) => valueOrUnreadable<unknown>(read, text) !== undefined),
          text,
        );
      }),
    );
  });
  test('damaged and random texts', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const read of readers) valueOrUnreadable<unknown>(read, text);
      }),
      { numRuns: 3000 },
    );
  });

  test('texts made to be slow are not', () => {
    const units = [
      'a',
      ':',
      '::',
      '0:',
      '~',
      ';',
      '!',
      '!:',
      'a.',
      'a-',
      '@',
      ':@',
      '/',
      '/join',
      '#',
      '%',
      '&',
      '=',
      ' ',
      '1.',
      '[',
      'net:a~',
    ];
    const starts = [
      '',
      '@',
      'net:',
      'ws://',
      'ssb:',
      'ssb:experimental?',
      'https://',
      'https://a/',
      'https://a/join?',
      'tunnel:',
    ];
    for (const start of starts) {
      for (const unit of units) {
        const text = `${start}${unit.repeat(LINK_MAX_CHARS)}`.slice(0, LINK_MAX_CHARS);
        for (const read of readers) {
          const begun = process.cpuUsage();
          valueOrUnreadable<unknown>(read, text);
          const { user, system } = process.cpuUsage(begun);
          assert.ok(user + system < 200_000, `${start}${unit}… took ${user + system} µs`);
        }
      }
    }
  });
});
