import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { IncomingPipe, PeerConnection } from '@open-rooms/client';
import {
  Connection,
  FIRST_CREDIT,
  frameValue,
  generateKeyPair,
  type Request,
  SecretChannel,
  type Stream,
  serverIdentity,
} from '@open-rooms/protocol';
import { sodium, systemClock } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { CONTACT_LIMITS } from '../../../client/peers/peer-limits.ts';
import { WIDE_WINDOW } from '../../../client/peers/peer-stream.ts';
import { TunnelWire } from '../../../client/peers/tunnel-wire.ts';
import { until } from '../../hostile/deadline.ts';
import { within } from '../../stock/deadline.ts';
import { type OurRoom, startOurRoom } from '../our-room.ts';
import { enterBare } from './bare.ts';
import { assertReturns, digestOf, LONG, send } from './bytes.ts';
import { befriend, joinBoth } from './meetings.ts';
import { attends, feedOf, person, sendBack } from './person.ts';

/** Calls that are made one after the other while the slow stream stands. */
const CALLS = 200;

/** Memory may grow by so much while ten times that is offered to a reader who reads nothing. */
const OFFERED = 64 * 1024 * 1024;
const MEMORY_GROWTH_MAX = 32 * 1024 * 1024;

/** Sends back what comes, but for a pipe called "slow", which is given to the test. */
function keepingSlow() {
  const slow = Promise.withResolvers<IncomingPipe>();
  const onPipe = (pipe: IncomingPipe) => (pipe.offer.name === 'slow' ? slow.resolve(pipe) : sendBack(pipe));
  return { onPipe, slow: within('the slow pipe', slow.promise) };
}

/** Bytes of buffers that are in use: what nobody needs any more is collected first. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  return process.memoryUsage().arrayBuffers;
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}

async function callOften(peer: PeerConnection): Promise<void> {
  for (let call = 0; call < CALLS; call++) assert.equal(await peer.remote['peer.echo'](call), call);
}

describe('credit windows: who does not read holds up nobody else', () => {
  test('a pipe and calls in the same tunnel, and another tunnel, go on', async (context) => {
    await using room = await startOurRoom({ name: 'Garden' });
    const { onPipe, slow } = keepingSlow();
    await using alice = await person();
    await using bob = await person({ onPipe });
    await using carol = await person();
    await joinBoth(room, alice, bob);
    await carol.join(room.address);
    const [toBob, toCarol] = [await befriend(alice, bob), await befriend(alice, carol)];
    const before = await timed(() => assertReturns(toBob));

    const stream = toBob.pipe({ name: 'slow' });
    let taken = 0;
    const writing = (async () => {
      for (; taken < LONG; taken += 50_000) await stream.write(new Uint8Array(50_000).fill(7));
      await stream.end();
    })();
    const pipe = await slow;
    const took = {
      'the same pipe before': before,
      'a pipe beside it': await timed(() => assertReturns(toBob)),
      [`${CALLS} calls`]: await timed(() => callOften(toBob)),
      'another tunnel': await timed(() => assertReturns(toCarol)),
      'all at once': await timed(() =>
        Promise.all([assertReturns(toBob), callOften(toBob), assertReturns(toCarol)]),
      ),
    };
    for (const [what, ms] of Object.entries(took)) context.diagnostic(`${what}: ${Math.round(ms)} ms`);
    context.diagnostic(`taken of the slow pipe meanwhile: ${taken} bytes`);
    assert.ok(
      taken > FIRST_CREDIT && taken <= WIDE_WINDOW + FIRST_CREDIT,
      `${taken} bytes are ahead of the reader`,
    );

    const { length } = await digestOf(pipe.accept());
    assert.equal(length, LONG);
    await writing;
  });

  test('memory stays bounded, however much is offered', async (context) => {
    await using room = await startOurRoom({ name: 'Garden' });
    const { onPipe, slow } = keepingSlow();
    await using alice = await person();
    await using bob = await person({ onPipe });
    await joinBoth(room, alice, bob);
    const toBob = await befriend(alice, bob);
    await assertReturns(toBob);
    const before = heldBytes();
    const streams = Array.from({ length: 8 }, () => toBob.pipe({ name: 'slow' }));
    // One array for all: what grows is what somebody keeps of it.
    const offered = new Uint8Array(OFFERED / streams.length);
    for (const stream of streams) stream.write(offered).catch(() => undefined);
    await slow;
    await assertReturns(toBob);
    let growth = Number.POSITIVE_INFINITY;
    // Buffers that nobody needs are given back in turns of their own, some after what held them was collected.
    await until(`what is held to be less than ${MEMORY_GROWTH_MAX} bytes more`, async () => {
      growth = heldBytes() - before - offered.length;
      return growth < MEMORY_GROWTH_MAX;
    });
    context.diagnostic(`${OFFERED} bytes offered: ${growth} bytes more are held at both ends together`);
    for (const stream of streams) stream.abort('enough');
    await callOften(toBob);
  });
});

/** What a peer at the end of a tunnel is sent. */
interface Wiretap {
  readonly requests: Request[];
  readonly values: unknown[];
}

/** A peer who speaks muxrpc word for word, has no method of ours, and notes all that it is sent. */
async function stockPeer(room: OurRoom, onRequest: (stream: Stream) => void) {
  const keys = generateKeyPair(sodium);
  const heard: Wiretap = { requests: [], values: [] };
  const listening = (stream: Stream, request: Request) => {
    heard.requests.push(request);
    stream.receiver = { onFrame: (frame) => heard.values.push(frameValue(frame)), onEnd: () => stream.end() };
    onRequest(stream);
  };
  const onTunnel = (stream: Stream) => {
    const wire = new TunnelWire(stream, sodium.allocate);
    const connection: Connection = new Connection(wire, {
      channel: SecretChannel.server(sodium, NETWORK_KEY, serverIdentity(sodium, keys)),
      limits: CONTACT_LIMITS,
      clock: systemClock,
      allocate: sodium.allocate,
      events: {
        onCaller: () => connection.accept(),
        onOpen: () => undefined,
        onRequest: listening,
        onClosed: () => undefined,
      },
    });
    wire.attach(connection);
  };
  const bare = await enterBare(room, { keys, onTunnel });
  return { id: bare.id, heard, [Symbol.dispose]: () => bare.close() };
}

test('a stock peer is sent nothing of credit: a ping, and what it is asked', async () => {
  await using room = await startOurRoom({ name: 'Garden' });
  await using alice = await person();
  using bob = await stockPeer(room, (stream) => {
    if (stream.name !== 'gossip.ping') stream.fail(`method:${stream.name} is not in list of allowed methods`);
  });
  await attends(await alice.join(room.address), bob.id);
  await alice.follow(feedOf(bob.id));
  // One tunnel, though the person and the book both want it.
  const peer = await alice.connect(bob.id);
  await peer.roundTrip();
  await peer.roundTrip();
  assert.deepEqual(bob.heard.requests, [
    { name: 'gossip.ping', args: [{ timeout: 300_000 }], type: 'duplex' },
    { name: 'whoami', args: [], type: 'async' },
    { name: 'whoami', args: [], type: 'async' },
  ]);
  assert.equal(bob.heard.values.length, 0);

  // Who sends it something is told by an error, and no grant follows.
  await assert.rejects(peer.pipe({ name: 'hello' }).closed, {
    name: 'PeerStreamError',
    message: /peer\.pipe/,
  });
  const refused = peer.pipe();
  await assert.rejects(send(refused, 1_000_000), { name: 'PeerStreamError' });
  await peer.roundTrip();
  assert.ok(
    bob.heard.values.every((value) => value instanceof Uint8Array),
    'bytes, and no JSON',
  );
  assert.deepEqual(
    new Set(bob.heard.requests.map(({ name }) => name)),
    new Set(['gossip.ping', 'whoami', 'peer.pipe']),
  );
});
