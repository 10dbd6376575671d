import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type FeedId,
  feedIdOf,
  type SignedStanding,
  type Standing,
  signStanding,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { Attendants } from '../connection/attendants.ts';
import { feed } from '../contacts/test-feeds.ts';
import { Viewers } from './viewers.ts';

const [own, bob, carol] = [feed(0), feed(2), feed(3)];

/** A room that gives its word. */
function room(n: number) {
  const keys = sodium.signKeyPair(new Uint8Array(32).fill(n));
  const id = feedIdOf(keys.publicKey);
  const says = (who: FeedId, role: SignedStanding['role'], at: number) =>
    signStanding(sodium, keys.secretKey, { room: id, who, role, at });
  return { id, says, attendants: new Attendants(own), standing: 'participant' as Standing };
}

function scene() {
  const [tea, coffee] = [room(11), room(12)];
  const through = new Set<string>();
  const clock = new VirtualClock();
  let checks = 0;
  const viewers = new Viewers({
    crypto: {
      verify: (...signed) => {
        checks++;
        return sodium.verify(...signed);
      },
    },
    clock,
    rooms: () => [tea, coffee],
    isThrough: (id, who) => through.has(`${id} ${who}`),
  });
  return { tea, coffee, through, viewers, clock, checks: () => checks };
}

describe('who only watches', () => {
  test('is who the room last said so of, whatever comes late', () => {
    const { tea, viewers, checks } = scene();
    viewers.heard(tea.id, tea.says(bob, 'viewer', 5));
    assert.deepEqual([viewers.isViewerIn(tea.id, bob), viewers.isViewerIn(tea.id, carol)], [true, false]);
    viewers.heard(tea.id, tea.says(bob, 'participant', 4));
    assert.ok(viewers.isViewerIn(tea.id, bob));
    assert.equal(checks(), 1, 'a signature is looked at once');
    viewers.heard(tea.id, tea.says(bob, 'participant', 6));
    assert.ok(!viewers.isViewerIn(tea.id, bob));
  });

  test('is nobody of whom another says so, or the room for another', () => {
    const { tea, coffee, viewers } = scene();
    viewers.heard(tea.id, coffee.says(bob, 'viewer', 5));
    viewers.heard(tea.id, { ...coffee.says(carol, 'viewer', 5), room: tea.id });
    assert.deepEqual([viewers.isViewerIn(tea.id, bob), viewers.isViewerIn(tea.id, carol)], [false, false]);
    viewers.heard(tea.id, tea.says(bob, 'viewer', 5));
    viewers.heard(tea.id, {
      ...tea.says(bob, 'participant', 6),
      signature: tea.says(bob, 'viewer', 6).signature,
    });
    assert.ok(viewers.isViewerIn(tea.id, bob));
  });

  test('costs few checks, however many words a room sends that it did not sign', () => {
    const { tea, coffee, viewers, clock, checks } = scene();
    viewers.heard(tea.id, tea.says(bob, 'viewer', 5));
    assert.ok(viewers.isViewerIn(tea.id, bob));
    const wrong = { ...tea.says(bob, 'participant', 6), signature: tea.says(bob, 'viewer', 6).signature };
    for (let n = 0; n < 500; n++) viewers.heard(tea.id, wrong);
    for (let n = 0; n < 500; n++) {
      viewers.heard(tea.id, { ...coffee.says(carol, 'viewer', n), room: tea.id });
      assert.ok(!viewers.isViewerIn(tea.id, carol));
    }
    assert.equal(checks(), 1 + 50);
    viewers.heard(tea.id, tea.says(bob, 'participant', 7));
    assert.ok(
      viewers.isViewerIn(tea.id, bob),
      'what was found true before holds, and nothing more is looked at',
    );
    viewers.heard(coffee.id, coffee.says(carol, 'viewer', 5));
    assert.ok(viewers.isViewerIn(coffee.id, carol), 'another room is heard');
    clock.advance(1000);
    viewers.heard(tea.id, tea.says(bob, 'participant', 7));
    assert.ok(!viewers.isViewerIn(tea.id, bob), 'and this one again, after a while');
    assert.equal(checks(), 1 + 50 + 2);
  });

  test('is asked anew of a room that is entered again', () => {
    const { tea, viewers } = scene();
    viewers.heard(tea.id, tea.says(bob, 'viewer', 5));
    viewers.begin(tea.id);
    assert.ok(!viewers.isViewerIn(tea.id, bob));
  });

  test('says nothing to others where every room in which they are met says so', () => {
    const { tea, coffee, through, viewers } = scene();
    assert.ok(!viewers.isMute(bob));
    viewers.heard(tea.id, tea.says(bob, 'viewer', 5));
    assert.ok(viewers.isMute(bob));
    coffee.attendants.joined(bob);
    assert.ok(!viewers.isMute(bob));
    coffee.attendants.left(bob);
    through.add(`${coffee.id} ${bob}`);
    assert.ok(!viewers.isMute(bob));
    viewers.heard(coffee.id, coffee.says(bob, 'viewer', 5));
    assert.ok(viewers.isMute(bob));
  });

  test('is oneself towards somebody where one is that in all rooms in common', () => {
    const { tea, coffee, viewers } = scene();
    assert.ok(viewers.mayWriteTo(bob), 'nobody has said otherwise');
    tea.attendants.joined(bob);
    tea.standing = 'viewer';
    assert.ok(!viewers.mayWriteTo(bob));
    coffee.attendants.joined(bob);
    assert.ok(viewers.mayWriteTo(bob));
  });

  test('is told once, however many words come at once', async () => {
    const { tea, viewers } = scene();
    let told = 0;
    using _watching = viewers.watch(() => told++);
    for (let n = 20; n < 60; n++) viewers.heard(tea.id, tea.says(feed(n), 'viewer', n));
    await Promise.resolve();
    assert.equal(told, 1);
  });
});
