import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { type CloseReason, type FeedId, WatchedSet } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { JoinError } from '../../connection/join-error.ts';
import type { Room } from '../../connection/room.ts';
import { createIdentity } from '../../identity/identity.ts';
import type { PeerConnection } from '../../peers/peer-connection.ts';
import { MemoryLinks } from '../../testing/memory-links.ts';
import { Reach } from './reach.ts';

const [own, ana] = [createIdentity(sodium).id, createIdentity(sodium).id];
const { signal } = new AbortController();

const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
};

/** A tunnel in memory. */
class Tunnel {
  readonly id: FeedId;
  readonly room: FeedId;
  readonly opener = 'here';
  isIdle = true;
  readonly #over = Promise.withResolvers<CloseReason>();
  readonly closed = this.#over.promise;
  isClosed = false;

  constructor(id: FeedId, room: FeedId) {
    this.id = id;
    this.room = room;
  }

  close(): void {
    this.isClosed = true;
    this.#over.resolve('hang-up');
  }
}

/** A room with one attendant, to whom tunnels lead, of which links are made at once. */
function scene() {
  const clock = new VirtualClock();
  const links = new MemoryLinks();
  const attendants = new WatchedSet<FeedId>();
  const open = new WatchedSet<PeerConnection>();
  const watchers = new Set<() => void>();
  const here = { state: 'open', dials: 0, failure: undefined as JoinError | undefined, relation: 'stranger' };
  const room = {
    ...{ id: createIdentity(sodium).id, isListed: true, attendants },
    get state() {
      return here.state;
    },
    watch: (watcher: () => void) => {
      watchers.add(watcher);
      return { [Symbol.dispose]: () => void watchers.delete(watcher) };
    },
  } as unknown as Room;
  const tunnels: Tunnel[] = [];
  const dial = async (_room: Room, id: FeedId) => {
    here.dials++;
    if (here.failure !== undefined) throw here.failure;
    const tunnel = new Tunnel(id, room.id);
    tunnels.push(tunnel);
    const peer = tunnel as unknown as PeerConnection;
    const entered = open.enter(peer);
    void tunnel.closed.then(() => entered[Symbol.dispose]());
    if (links.of(own).to(id) === undefined) links.join(own, id);
    return peer;
  };
  const person = links.of(own);
  const reach = new Reach({
    ...{ clock, crypto: sodium },
    links: { to: (id) => person.to(id), watch: (watcher) => person.watch(watcher), want: () => undefined },
    peers: { open, dial, to: (id) => open.snapshot().find((peer) => peer.id === id) },
    book: { relationOf: () => here.relation as 'stranger' },
  });
  const become = (state: string) => {
    here.state = state;
    for (const watcher of [...watchers]) watcher();
  };
  return { clock, links, attendants, here, room, tunnels, reach, become };
}

let world: ReturnType<typeof scene>;

beforeEach(() => {
  world = scene();
});

describe('somebody who is to be reached', () => {
  test('is through the room, at once, and not twice', async () => {
    const { reach, room, attendants, here } = world;
    attendants.enter(ana);
    using one = reach.hold(room, ana);
    using other = reach.hold(room, ana);
    const found = await Promise.all([one.link(signal), other.link(signal)]);
    assert.deepEqual(
      found.map(({ id }) => id),
      [ana, ana],
    );
    assert.equal(await one.link(signal), found[0]);
    assert.ok(here.dials <= 2, 'dials of one pair are one, which peers see to');
    reach.close();
  });

  test('beforehand, as soon as they are there', async () => {
    const { reach, room, attendants, clock, here } = world;
    using _held = reach.hold(room, ana);
    clock.advance(60_000);
    assert.equal(here.dials, 0, 'nobody is there');
    attendants.enter(ana);
    clock.advance(1_000);
    await settled();
    assert.equal(here.dials, 1);
    reach.close();
  });

  test('and is not there is said so', async () => {
    const { reach, room } = world;
    using held = reach.hold(room, ana);
    await assert.rejects(
      held.link(signal),
      (error) => error instanceof JoinError && error.fault === 'not-online',
    );
    reach.close();
  });

  test('is dialled again after ever longer pauses, and at once when the room is back', async () => {
    const { reach, room, attendants, clock, here, become } = world;
    attendants.enter(ana);
    here.failure = new JoinError('refused', 'not now');
    using _held = reach.hold(room, ana);
    const dialsIn = async (ms: number) => {
      const before = here.dials;
      for (let at = 0; at < ms; at += 500) {
        clock.advance(500);
        await settled();
      }
      return here.dials - before;
    };
    assert.equal(await dialsIn(10_000), 4);
    assert.equal(await dialsIn(60_000), 1);
    become('waiting');
    assert.equal(await dialsIn(60_000), 0);
    here.failure = undefined;
    become('open');
    assert.equal(await dialsIn(2_000), 1);
    reach.close();
    assert.equal(clock.waiting, 0);
  });

  test('over a tunnel that is lost has another, for what fails directly shall find the way through the room', async () => {
    const { reach, room, attendants, clock, tunnels } = world;
    attendants.enter(ana);
    using held = reach.hold(room, ana);
    await held.link(signal);
    tunnels[0]?.close();
    await settled();
    clock.advance(1_000);
    await settled();
    assert.equal(tunnels.length, 2);
    reach.close();
  });
});

describe('a tunnel that was opened for a share', () => {
  const opened = async () => {
    const { reach, room, attendants } = world;
    attendants.enter(ana);
    const held = reach.hold(room, ana);
    await held.link(signal);
    return held;
  };

  test('is closed when nobody needs it, once nothing else runs in it', async () => {
    const { clock, tunnels } = world;
    const held = await opened();
    const [tunnel] = tunnels;
    assert.ok(tunnel);
    tunnel.isIdle = false;
    held[Symbol.dispose]();
    clock.advance(20_000);
    assert.ok(!tunnel.isClosed);
    tunnel.isIdle = true;
    clock.advance(5_000);
    assert.ok(tunnel.isClosed);
    assert.equal(clock.waiting, 0);
  });

  test('is kept where another share needs it, or they are followed', async () => {
    const { clock, tunnels, reach, room, here } = world;
    (await opened())[Symbol.dispose]();
    const again = reach.hold(room, ana);
    clock.advance(20_000);
    assert.ok(!tunnels[0]?.isClosed);
    here.relation = 'followed';
    again[Symbol.dispose]();
    clock.advance(20_000);
    assert.ok(!tunnels[0]?.isClosed);
  });
});
