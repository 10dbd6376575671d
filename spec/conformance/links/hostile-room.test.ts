import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Client, Link } from '@open-rooms/client';
import type { FeedId } from '@open-rooms/protocol';
import { type LyingRoom, startLyingRoom } from '../client/lying-room.ts';
import { joinBoth } from '../client/meetings.ts';
import { parts } from '../client/person.ts';
import { Courier, copyOf, type Passing, rewritten, type Tampering } from './courier.ts';
import { becomes, ends, goes, inOrder, linkBoth, linked, watchedLinker } from './linking.ts';
import type { WatchedLinks } from './watched-links.ts';

/** One of two who are linked through a lying room, and whose links are watched. */
interface Side {
  readonly client: Client;
  readonly beneath: WatchedLinks;
}

interface Scene extends AsyncDisposable {
  readonly place: LyingRoom;
  readonly courier: Courier;
  /** The one who dials the direct connection, and the one who reads the offer. */
  readonly dialler: Side;
  readonly reader: Side;
}

/** Two in a lying room; neither begins a direct connection before {@link proceed}. */
async function scene(): Promise<Scene & { readonly proceed: () => void }> {
  await using kit = new AsyncDisposableStack();
  const place = kit.use(await startLyingRoom());
  const [dialler, reader] = inOrder(await watchedLinker(), await watchedLinker());
  for (const { client } of [dialler, reader]) kit.use(client);
  const gate = Promise.withResolvers<void>();
  for (const { beneath } of [dialler, reader]) beneath.gate = gate.promise;
  const courier = new Courier(place);
  await joinBoth(place, dialler.client, reader.client);
  const all = kit.move();
  return {
    ...{ place, courier, dialler, reader },
    proceed: gate.resolve,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** The links of both, once they talk through the room and nothing has been signalled yet. */
async function throughRoom({ dialler, reader }: Scene): Promise<[Link, Link]> {
  const links = await linkBoth(dialler.client, reader.client);
  await Promise.all(links.map((link) => goes(link, 'room')));
  assertNothingRead(dialler, reader);
  return links;
}

/** No stream was opened that an SDP is read on, and no direct connection has come of anything. */
function assertNothingRead(...sides: readonly Side[]): void {
  for (const { beneath } of sides) {
    assert.equal(beneath.signals, 0, 'a stream was opened to signal a connection');
    assert.deepEqual(beneath.direct, []);
  }
}

test('a room that carries tunnels as it should: an offer is read, and the link goes directly', async () => {
  await using honest = await scene();
  const { dialler, reader } = honest;
  const links = await throughRoom(honest);
  honest.proceed();
  await Promise.all(links.map((link) => goes(link, 'direct')));
  assert.deepEqual([reader.beneath.signals >= 1, dialler.beneath.signals], [true, 0]);
});

/** What a room does to tunnels that it carries, each beginning with the first frame after both are linked. */
const TAMPERINGS: Record<string, () => Tampering> = {
  'rewrites a bit of what it carries':
    () =>
    ({ frame, pass }) =>
      pass(rewritten(frame)),
  'drops a frame': () => {
    const dropped = new Set<string>();
    return ({ from, frame, pass }) => {
      if (dropped.has(from)) pass(frame);
      else dropped.add(from);
    };
  },
  'delays a frame behind the next': () => {
    const held = new Map<string, Uint8Array>();
    return ({ from, frame, pass }) => {
      const late = held.get(from);
      if (late === undefined) held.set(from, copyOf(frame));
      else {
        pass(frame);
        pass(late);
      }
    };
  },
  'replays each frame':
    () =>
    ({ frame, pass }) => {
      pass(frame);
      pass(frame);
    },
  'swaps what both say': () => {
    const ways = new Map<string, Passing['pass']>();
    return ({ from, frame, pass }) => {
      ways.set(from, pass);
      // Each is given back their own words, as if the other had said them.
      for (const [other, back] of ways) if (other !== from) back(frame);
    };
  },
  'puts in bytes of its own':
    () =>
    ({ frame, pass }) => {
      pass(frame);
      const own = copyOf(frame).fill(0x2a, 9);
      pass(own);
    },
};

describe('a room that carries tunnels, and when both are linked', { concurrency: 3 }, () => {
  for (const [name, tampering] of Object.entries(TAMPERINGS))
    test(`${name}: the tunnel and the link end, and no SDP is read`, async () => {
      await using hostile = await scene();
      const { dialler, reader } = hostile;
      const links = await throughRoom(hostile);
      hostile.courier.tamper = tampering();
      hostile.proceed();
      await Promise.all(links.map(ends));
      await Promise.all([parts(dialler.client, reader.client.id), parts(reader.client, dialler.client.id)]);
      assertNothingRead(dialler, reader);
    });

  test('holds everything back: nothing is dialled, and what it gives out at last is as it was', async () => {
    await using hostile = await scene();
    const { dialler, reader } = hostile;
    const links = await throughRoom(hostile);
    const held: (() => void)[] = [];
    hostile.courier.tamper = ({ frame, pass }) => {
      const kept = copyOf(frame);
      held.push(() => pass(kept));
    };
    hostile.proceed();
    for (const link of links) await becomes('it to be silent', link, ({ path }) => path.peek() === undefined);
    assertNothingRead(dialler, reader);
    hostile.courier.tamper = undefined;
    for (const give of held) give();
    await Promise.all(links.map((link) => goes(link, 'direct')));
  });

  test('joins two tunnels of one person: neither is taken for the other', async () => {
    await using hostile = await scene();
    const { place, courier, dialler, reader } = hostile;
    const { client: carol, beneath } = await watchedLinker();
    await using _carol = carol;
    beneath.gate = dialler.beneath.gate;
    await carol.join(place.address);
    const links = await throughRoom(hostile);
    await dialler.client.connect(carol.id);
    const toCarol = await linked(dialler.client, carol.id);
    await goes(toCarol, 'room');
    const [one, other] = [reader.client.id, carol.id];
    const crossed = (id: FeedId) => (id === one ? other : id === other ? one : id);
    courier.tamper = ({ from, to, frame }) => courier.put(crossed(from), crossed(to), frame);
    hostile.proceed();
    await Promise.all(links.map(ends));
    assertNothingRead(dialler, reader, { client: carol, beneath });
  });
});

describe('a room that lies about who is at the far end', { concurrency: 3 }, () => {
  test('and leads a tunnel to somebody else: there is no link, and nothing is signalled', async () => {
    await using hostile = await scene();
    const { place, dialler, reader } = hostile;
    const mallory = await watchedLinker();
    await using _mallory = mallory.client;
    await mallory.client.join(place.address);
    hostile.proceed();
    place.room.answers.set('tunnel.connect', ({ id }, stream) =>
      place.room.relay(stream, id, mallory.client.id),
    );
    await assert.rejects(dialler.client.connect(reader.client.id), { fault: 'wrong-key' });
    assert.deepEqual([dialler.client.links.size, mallory.client.links.size], [0, 0]);
    assert.deepEqual([dialler.beneath.lines, mallory.beneath.lines], [[], []]);
    assertNothingRead(dialler, reader, mallory);
  });

  test('and says that somebody comes who does not: there is no link, and nothing is signalled', async () => {
    await using hostile = await scene();
    const { place, dialler, reader } = hostile;
    const mallory = await watchedLinker();
    await using _mallory = mallory.client;
    await mallory.client.join(place.address);
    hostile.proceed();
    place.room.answers.set('tunnel.connect', (_guest, stream) =>
      place.room.relay(stream, dialler.client.id, reader.client.id),
    );
    await assert.rejects(mallory.client.connect(reader.client.id), { fault: 'wrong-key' });
    assert.deepEqual([reader.client.links.size, mallory.client.links.size], [0, 0]);
    assertNothingRead(dialler, reader, mallory);
  });

  test('and answers a tunnel itself with what it kept of another: there is no link', async () => {
    await using hostile = await scene();
    const { place, courier, dialler, reader } = hostile;
    const kept: Uint8Array[] = [];
    courier.tamper = ({ from, frame, pass }) => {
      if (from === reader.client.id) kept.push(copyOf(frame));
      pass(frame);
    };
    const links = await throughRoom(hostile);
    for (const link of links) link.close();
    await Promise.all(links.map(ends));
    dialler.client.peer(reader.client.id)?.close();
    await parts(dialler.client, reader.client.id);
    place.room.answers.set('tunnel.connect', (_guest, stream) => {
      for (const frame of kept) stream.forward(frame);
    });
    hostile.proceed();
    await assert.rejects(dialler.client.connect(reader.client.id), { name: 'JoinError' });
    assert.equal(dialler.client.links.size, 0);
    assertNothingRead(dialler, reader);
  });
});
