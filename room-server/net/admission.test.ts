import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { ADDRESS_LIMITS, NO_ADDRESS_LIMITS } from './address-limits.ts';
import { Admission, type AdmissionRefusal, type Admitted } from './admission.ts';
import { networkOf } from './ip-address.ts';

const ANN = feedIdOf(new Uint8Array(32).fill(1));
const HANDSHAKES_UNDER_WAY = 1_024;
const CONNECTIONS_PER_KEY = 16;
const CONNECTIONS = 16_384;

/** Lets somebody in who must be let in. */
function arrive(
  admission: Admission,
  address: string,
  evict: (why: AdmissionRefusal) => void = () => {},
): Admitted {
  const arrival = admission.arrive(address, evict);
  assert.ok(typeof arrival !== 'string', `refused: ${arrival}`);
  return arrival;
}

describe('who may connect', () => {
  test('one address holds so many connections, and a place that is left is free again', () => {
    const clock = new VirtualClock();
    const admission = new Admission(ADDRESS_LIMITS, clock);
    const held: Admitted[] = [];
    while (held.length < ADDRESS_LIMITS.connectionsPerAddress) {
      held.push(arrive(admission, '192.0.2.1'));
      clock.advance(1000 / ADDRESS_LIMITS.handshakesPerAddressSecond);
    }
    assert.equal(
      admission.arrive('192.0.2.1', () => {}),
      'too-many-connections-address',
    );
    arrive(admission, '192.0.2.2');
    held[0]?.[Symbol.dispose]();
    held[0]?.[Symbol.dispose]();
    arrive(admission, '192.0.2.1');
    assert.equal(
      admission.arrive('192.0.2.1', () => {}),
      'too-many-connections-address',
    );
  });

  test('one address makes so many handshakes at once, and goes on at its pace', () => {
    const clock = new VirtualClock();
    const admission = new Admission(ADDRESS_LIMITS, clock);
    const knock = () => {
      const arrival = admission.arrive('192.0.2.1', () => {});
      if (typeof arrival !== 'string') arrival[Symbol.dispose]();
      return arrival;
    };
    let letIn = 0;
    while (knock() !== 'too-many-handshakes') letIn++;
    assert.ok(Math.abs(letIn - ADDRESS_LIMITS.handshakesPerAddressBurst) <= 1, `${letIn} were let in`);
    assert.equal(typeof admission.arrive('192.0.2.2', () => {}), 'object', 'others are let in meanwhile');
    clock.advance(2 * (1000 / ADDRESS_LIMITS.handshakesPerAddressSecond));
    assert.notEqual(knock(), 'too-many-handshakes');
  });

  test('the oldest handshake goes where too many are under way, and whoever is proven stays', () => {
    const admission = new Admission(NO_ADDRESS_LIMITS, new VirtualClock());
    const gone: number[] = [];
    const held: Admitted[] = [];
    for (let number = 0; number < HANDSHAKES_UNDER_WAY + 3; number++) {
      const evict = (why: AdmissionRefusal) => {
        assert.equal(why, 'too-many-handshakes');
        gone.push(number);
        held[number]?.[Symbol.dispose]();
      };
      held.push(arrive(admission, '192.0.2.1', evict));
      if (number === 0) held[0]?.proven(ANN);
    }
    assert.deepEqual(gone, [1, 2]);
    assert.equal(admission.connections, HANDSHAKES_UNDER_WAY + 1);
  });

  test('the oldest connection of a key goes where it has too many', () => {
    const admission = new Admission(NO_ADDRESS_LIMITS, new VirtualClock());
    const gone: number[] = [];
    for (let number = 0; number <= CONNECTIONS_PER_KEY; number++) {
      const admitted = arrive(admission, '192.0.2.1', (why) => {
        assert.equal(why, 'too-many-connections-key');
        gone.push(number);
        admitted[Symbol.dispose]();
      });
      admitted.proven(ANN);
    }
    assert.deepEqual(gone, [0]);
  });

  test('all connections together are bounded', () => {
    const admission = new Admission(NO_ADDRESS_LIMITS, new VirtualClock());
    const held: Admitted[] = [];
    while (held.length < CONNECTIONS) {
      const admitted = arrive(admission, `192.0.2.${held.length % 256}`);
      admitted.proven(feedIdOf(new Uint8Array(32).fill(held.length >> 4)));
      held.push(admitted);
    }
    assert.equal(
      admission.arrive('192.0.2.1', () => {}),
      'too-many-connections',
    );
    held[7]?.[Symbol.dispose]();
    arrive(admission, '192.0.2.1');
  });
});

describe('what counts as one address', () => {
  for (const [address, network] of [
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['', ''],
  ] as const) {
    test(`"${address}" is of "${network}"`, () => assert.equal(networkOf(address), network));
  }
});
