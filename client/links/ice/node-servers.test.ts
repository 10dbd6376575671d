import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readIceUrl } from '@open-rooms/protocol';
import fc from 'fast-check';
import { hold, rtcHere } from '../rtc/node-rtc.ts';
import type { RtcConfiguration } from '../rtc/rtc.ts';
import { nodeServers } from './node-servers.ts';

const STUN = { urls: 'stun:room.example' };
const TURN = {
  urls: ['turn:a', 'turn:a?transport=tcp', 'turns:a'],
  username: '17:ann',
  credential: 'a+b/c=@',
};

describe('the servers of a link in Node', () => {
  test('are those over UDP, with words that stand in a URL', () => {
    assert.deepEqual(nodeServers({ iceServers: [STUN, TURN] }), {
      iceServers: [
        { urls: ['stun:room.example'] },
        { urls: ['turn:a'], username: '17%3Aann', credential: 'a%2Bb%2Fc%3D%40' },
      ],
    });
  });

  test('are none where only browsers can use them, or every path has to be relayed', () => {
    assert.deepEqual(nodeServers({ iceServers: [{ ...TURN, urls: ['turns:a'] }] }), { iceServers: [] });
    const hidden: RtcConfiguration = { iceServers: [TURN], iceTransportPolicy: 'relay' };
    assert.deepEqual(nodeServers(hidden), { iceServers: [], iceTransportPolicy: 'relay' });
  });

  test('are never such as the library throws at, whatever a room names', () => {
    const host = fc.constantFrom(
      'a',
      '192.0.2.7',
      '[2001:db8::1]',
      '[::]',
      '[:::::]',
      '[1.2.3.4:]',
      'a..b',
      '1',
    );
    const url = fc
      .tuple(
        fc.constantFrom('stun:', 'turn:', 'TURN:', 'turns:'),
        host,
        fc.constantFrom('', ':1', ':65535', ':'),
      )
      .map((parts) => parts.join(''));
    const word = fc.constantFrom('', ' ', '/?#@:%', '17:ann', 'a+b/c==');
    const server = fc.record({ urls: fc.array(url, { maxLength: 3 }), username: word, credential: word });
    const Rtc = rtcHere();
    using _held = hold();
    fc.assert(
      fc.property(fc.array(server, { maxLength: 2 }), (said) => {
        const iceServers = said.map(({ urls, ...words }) => ({
          ...words,
          urls: urls.filter((one) => readIceUrl(one) !== undefined),
        }));
        new Rtc(nodeServers({ iceServers })).close();
      }),
      { numRuns: 60 },
    );
    const six = { ...TURN, urls: ['turn:[2001:db8::1]:3478', 'turn:a'] };
    assert.deepEqual(nodeServers({ iceServers: [six] }).iceServers[0]?.urls, ['turn:a']);
    const nobody = { ...TURN, username: '' };
    assert.deepEqual(nodeServers({ iceServers: [nobody] }), { iceServers: [] });
  });
});
