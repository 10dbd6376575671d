import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { type FeedId, type GivenPlace, newShareId, signTicket } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { createIdentity } from '../../identity/identity.ts';
import { GivenPlaces, PLACES_AT_ONCE, PLACES_PER_SECOND } from './given-places.ts';

const [sharer, other] = [createIdentity(sodium), createIdentity(sodium)];
const [own, ana, ben] = [other.id, createIdentity(sodium).id, createIdentity(sodium).id];
const share = newShareId(sodium.randomBytes(16));

let clock: VirtualClock;
let gone: GivenPlace[];
let places: GivenPlaces;

beforeEach(() => {
  clock = new VirtualClock();
  gone = [];
  places = new GivenPlaces({
    ...{ clock, crypto: sodium, own, share: { id: share, by: sharer.id } },
    onPlace: (place) => gone.push(place),
  });
});

function feeder(id: FeedId, number: number, { child = own, secretKey = sharer.secretKey } = {}) {
  const ticket = { share, sharer: sharer.id, parent: id, child, number };
  return { id, ticket: signTicket(sodium, secretKey, ticket) };
}

const parents = () => gone.map(({ parent, number }) => [parent?.id, number]);

describe('a place that the sharer gives', () => {
  test('is gone to at once, unless it came late', () => {
    places.take({ number: 2, parent: feeder(ana, 2), backup: feeder(ben, 2) });
    places.take({ number: 1, parent: feeder(ben, 1) });
    places.take({ number: 2, parent: feeder(ben, 2) });
    assert.deepEqual(parents(), [[ana, 2]]);
    assert.equal(gone[0]?.backup?.id, ben);
  });

  test('is nobody’s where the viewer were its own parent, or the ticket is not the sharer’s for it', () => {
    places.take({ number: 1, parent: feeder(own, 1), backup: feeder(ana, 1) });
    places.take({ number: 2, parent: feeder(ana, 2, { child: ben }) });
    places.take({ number: 3, parent: feeder(ana, 3, { secretKey: other.secretKey }) });
    places.take({ number: 4, parent: { ...feeder(ana, 4), id: ben } });
    assert.deepEqual(
      parents(),
      [1, 2, 3, 4].map((number) => [undefined, number]),
    );
    assert.equal(gone[0]?.backup?.id, ana);
  });

  test('is one of a few a second, however many there are: the latest counts', () => {
    let number = 0;
    for (let ms = 0; ms < 10_000; ms += 10) {
      number++;
      places.take({ number, parent: feeder(number % 2 === 0 ? ana : ben, number) });
      clock.advance(10);
    }
    assert.ok(gone.length <= PLACES_AT_ONCE + 1 + 10 * PLACES_PER_SECOND, `${gone.length}`);
    clock.advance(1_000);
    assert.equal(gone.at(-1)?.number, number);
    assert.equal(new Set(gone.map((place) => place.number)).size, gone.length, 'none twice');
    places.close();
    assert.equal(clock.waiting, 0);
  });
});
