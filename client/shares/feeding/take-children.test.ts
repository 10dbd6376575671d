import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { type FeedId, GroupCache, newShareId, signTicket } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { createIdentity } from '../../identity/identity.ts';
import { MemoryLinks } from '../../testing/memory-links.ts';
import { SHARE_MEDIA_PROTOCOL } from '../carriers/share-channels.ts';
import { RELAYED_SHARE_PROTOCOL, SHARE_PROTOCOL, StreamCarrier } from '../carriers/stream-carrier.ts';
import { CHILD_STALL_MS } from './fed-child.ts';
import { Feeding } from './feeding.ts';
import { FEED_HELLO_MS, MAX_WAITING_CHILDREN, MAX_WAITING_OF_ONE, takeChildren } from './take-children.ts';

const sharer = createIdentity(sodium);
const [ana, ben] = [createIdentity(sodium).id, createIdentity(sodium).id];
const share = newShareId(sodium.randomBytes(16));

const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
};

let clock: VirtualClock;
let links: MemoryLinks;
let feeding: Feeding;

beforeEach(() => {
  clock = new VirtualClock();
  links = new MemoryLinks();
  const own = sharer.id;
  feeding = new Feeding({
    ...{ clock, crypto: sodium, own, share, sharer: own, cache: new GroupCache(), capacity: () => 2 },
  });
  takeChildren({ clock, links: links.of(own), feedingOf: (id) => (id === share ? feeding : undefined) });
  for (const id of [ana, ben]) links.join(id, own);
});

async function carrierOf(id: FeedId, protocol = SHARE_PROTOCOL): Promise<StreamCarrier> {
  const link = links.to(id, sharer.id);
  const throughRoom = protocol === SHARE_PROTOCOL ? 'never' : 'only';
  return new StreamCarrier(await link.open(protocol, { throughRoom }), link, 'parent');
}

const hello = (child: FeedId, id = share) =>
  ({
    kind: 'hello',
    layers: 3,
    ticket: signTicket(sodium, sharer.secretKey, {
      ...{ share: id, sharer: sharer.id, parent: sharer.id, child, number: 1 },
    }),
  }) as const;

describe('whoever wants to be fed', () => {
  test('is, directly or through the room, and their link is kept meanwhile', async () => {
    const [direct, relayed] = [await carrierOf(ana), await carrierOf(ben, RELAYED_SHARE_PROTOCOL)];
    direct.send(hello(ana));
    relayed.send(hello(ben));
    await settled();
    assert.deepEqual(
      feeding.children.map(({ id, through }) => [id, through]),
      [
        [ana, 'direct'],
        [ben, 'room'],
      ],
    );
    const { kept } = links.of(sharer.id);
    assert.deepEqual(kept, [ana, ben]);
    direct.close('gone');
    await settled();
    assert.deepEqual(kept, [ben]);
  });

  test('with a share that nobody feeds here, or without a ticket, is told so', async () => {
    const why = async (said: ReturnType<typeof hello>) => {
      const carrier = await carrierOf(ana);
      const told: string[] = [];
      carrier.onFrame((frame) => frame.kind === 'goodbye' && told.push(frame.why));
      carrier.send(said);
      await carrier.closed;
      return told;
    };
    assert.deepEqual(await why(hello(ana, newShareId(sodium.randomBytes(16)))), ['refused']);
    assert.deepEqual(await why(hello(ben)), ['refused']);
    assert.deepEqual(links.of(sharer.id).kept, []);
  });

  test('and does not say with what is cut, as who says anything else before is', async () => {
    const [silent, wrong] = [await carrierOf(ana), await carrierOf(ben)];
    wrong.onFrame(() => undefined);
    wrong.send({ kind: 'want', layers: 1 });
    assert.match((await wrong.closed) ?? '', /^malformed/);
    clock.advance(FEED_HELLO_MS);
    silent.onFrame(() => undefined);
    assert.match((await silent.closed) ?? '', /^silent/);
    assert.equal(clock.waiting, 0);
  });

  test('waits with so many others at most, and nobody is all of them', async () => {
    const isTaken = async (id: FeedId) => {
      const carrier = await carrierOf(id);
      let how: string | undefined;
      void carrier.closed.then((why) => (how = why));
      carrier.onFrame(() => undefined);
      await settled();
      assert.match(how ?? 'too-many', /^too-many/);
      return how === undefined;
    };
    for (let n = 0; n < MAX_WAITING_CHILDREN / MAX_WAITING_OF_ONE; n++) {
      const { id } = createIdentity(sodium);
      links.join(id, sharer.id);
      for (let m = 0; m < MAX_WAITING_OF_ONE; m++) assert.equal(await isTaken(id), true);
      assert.equal(await isTaken(id), false, 'that is enough of one');
    }
    assert.equal(await isTaken(ben), false);
    clock.advance(FEED_HELLO_MS);
    await settled();
    assert.equal(await isTaken(ben), true);
  });

  test('and was told no is not listened to any more, nor waited for', async () => {
    const [loud, deaf] = [await carrierOf(ana), await carrierOf(ben)];
    loud.onFrame(() => undefined);
    for (let n = 0; n < 50; n++) loud.send(hello(ben));
    assert.match((await loud.closed) ?? '', /^malformed/);
    deaf.send(hello(ana));
    await settled();
    clock.advance(FEED_HELLO_MS);
    deaf.onFrame(() => undefined);
    await deaf.closed;
    assert.equal(clock.waiting, 0);
  });

  test('and opens carrier after carrier and reads none has one in the end', async () => {
    const all: StreamCarrier[] = [];
    for (let n = 0; n < 20; n++) {
      const carrier = await carrierOf(ana);
      carrier.send(hello(ana));
      all.push(carrier);
      await settled();
    }
    clock.advance(CHILD_STALL_MS);
    await settled();
    const over = new Set<StreamCarrier>();
    for (const carrier of all) void carrier.closed.then(() => over.add(carrier));
    await settled();
    assert.equal(over.size, 19);
    assert.equal(feeding.children.length, 1);
    assert.equal(clock.waiting, 0);
  });

  test('has no connection made here by asking for a channel, unless they are fed', async () => {
    const ask = async (id: FeedId) => {
      const stream = await links.to(id, sharer.id).open(SHARE_MEDIA_PROTOCOL);
      stream.end().catch(() => undefined);
      return stream.closed.then(
        () => 'taken',
        (error: Error) => error.message,
      );
    };
    assert.match(await ask(ana), /^refused/);
    (await carrierOf(ana)).send(hello(ana));
    await settled();
    assert.equal(await ask(ana), 'taken');
  });
});
