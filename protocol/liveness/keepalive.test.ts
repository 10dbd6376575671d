import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectionPair, type TestConnectionOptions } from '../connection/test-connections.ts';
import { bodyOf } from '../muxrpc/frame.ts';
import { DOUBTED_ROUNDS, KEEPALIVE_MS, Keepalive, SILENT_ROUNDS } from './keepalive.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What a ping says, whatever the clock of the timers says. */
const TIME = 1_600_000_000_000;

function keptAlive(peer: TestConnectionOptions) {
  const pair = connectionPair({}, peer);
  const keepalive = new Keepalive(pair.left.connection, pair.clock, () => TIME);
  const rounds = async (count: number) => {
    for (let round = 0; round < count; round++) {
      await quiet();
      pair.clock.advance(KEEPALIVE_MS);
    }
    await quiet();
  };
  return { ...pair, keepalive, rounds };
}

/** A peer with `gossip.ping`: answers each number, as stock peers do, or only listens. */
function pinged(answers: boolean) {
  const asked: unknown[] = [];
  const heard: string[] = [];
  const options: TestConnectionOptions = {
    onRequest: (stream, { name, args, type }) => {
      asked.push([name, args, type]);
      stream.receiver = {
        onFrame: (frame) => {
          heard.push(Buffer.from(bodyOf(frame)).toString());
          if (answers) stream.send(TIME + 1);
        },
        onEnd: () => undefined,
      };
    },
  };
  return { asked, heard, options };
}

describe('keeping a connection alive', () => {
  test('a number every 3 seconds over gossip.ping', async () => {
    const peer = pinged(true);
    const { left, rounds, clock } = keptAlive(peer.options);
    await rounds(1);
    clock.advance(KEEPALIVE_MS - 1);
    await quiet();
    assert.deepEqual(peer.asked, [['gossip.ping', [{ timeout: 300_000 }], 'duplex']]);
    assert.deepEqual(peer.heard, [`${TIME}`]);
    await rounds(100);
    assert.equal(peer.heard.length, 101);
    assert.deepEqual(left.told, ['open']);
    assert.equal(left.connection.openStreams, 1);
  });

  test('where gossip.ping is refused, whoami, whose refusal is an answer too', async () => {
    const asked: string[] = [];
    const { left, rounds } = keptAlive({
      onRequest: (stream, { name }) => {
        asked.push(name);
        stream.fail(`method:${name} is not in list of allowed methods`);
      },
    });
    await rounds(30);
    assert.deepEqual(asked, ['gossip.ping', ...Array(30).fill('whoami')]);
    assert.deepEqual([left.told, left.connection.openStreams], [['open'], 0]);
  });

  test('a peer that never answers whoami is asked once, and fills no memory', async () => {
    const asked: string[] = [];
    const { left, right, rounds } = keptAlive({
      onRequest: (stream, { name }) => {
        asked.push(name);
        if (name === 'gossip.ping') stream.fail('no');
      },
    });
    for (let round = 0; round < 50; round++) {
      right.connection.request('method', 'async', []);
      await rounds(1);
    }
    assert.deepEqual(asked, ['gossip.ping', 'whoami']);
    assert.deepEqual([left.connection.openStreams, left.told.at(-1)], [1, 'method']);
  });

  test(`a peer that is silent for ${SILENT_ROUNDS} rounds is closed, and no timer is left`, async () => {
    const { left, rounds, clock } = keptAlive(pinged(false).options);
    await rounds(SILENT_ROUNDS - 1);
    assert.deepEqual(left.told, ['open']);
    await rounds(1);
    assert.deepEqual([left.told, clock.waiting], [['open', 'closed: silent'], 0]);
  });

  test('where there is doubt, it is asked at once, and closed after fewer rounds', async () => {
    const peer = pinged(false);
    const { keepalive, left, right, rounds } = keptAlive(peer.options);
    right.connection.request('method', 'async', []);
    await quiet();
    keepalive.doubt();
    await quiet();
    assert.equal(peer.heard.length, 1);
    await rounds(DOUBTED_ROUNDS - 1);
    keepalive.doubt();
    assert.deepEqual(left.told, ['open', 'method']);
    await rounds(1);
    assert.equal(left.told.at(-1), 'closed: silent');
  });

  test('where there was doubt, an answer ends it', async () => {
    const { keepalive, left, rounds } = keptAlive(pinged(true).options);
    keepalive.doubt();
    await rounds(3 * SILENT_ROUNDS);
    assert.deepEqual(left.told, ['open']);
  });

  test('one byte starts the count again', async () => {
    const { left, right, rounds } = keptAlive(pinged(false).options);
    await rounds(SILENT_ROUNDS - 1);
    right.connection.request('method', 'async', []);
    await rounds(SILENT_ROUNDS);
    assert.deepEqual(left.told, ['open', 'method']);
    await rounds(1);
    assert.equal(left.told.at(-1), 'closed: silent');
  });

  test('a peer that is held is not blamed for its silence', async () => {
    const { left, rounds } = keptAlive(pinged(true).options);
    const hold = left.connection.hold();
    await rounds(5 * SILENT_ROUNDS);
    assert.deepEqual(left.told, ['open']);
    hold[Symbol.dispose]();
    await rounds(5);
    assert.deepEqual(left.told, ['open']);
  });

  test('pings do not pile up behind a socket that takes nothing', async () => {
    const peer = pinged(true);
    const { left, rightWire, rounds } = keptAlive(peer.options);
    const bulk = left.connection.request('bulk', 'duplex', []);
    await quiet();
    rightWire.pause();
    bulk.sendBytes(new Uint8Array(100_000));
    bulk.sendBytes(new Uint8Array(100_000));
    await rounds(SILENT_ROUNDS - 1);
    rightWire.resume();
    await quiet();
    assert.equal(peer.heard.filter((line) => line === `${TIME}`).length, 1);
    assert.deepEqual(left.told, ['open']);
  });

  test('disposed, it does nothing more', async () => {
    const peer = pinged(true);
    const { keepalive, rounds, clock } = keptAlive(peer.options);
    await rounds(1);
    keepalive[Symbol.dispose]();
    await rounds(5);
    assert.deepEqual([peer.heard.length, clock.waiting], [1, 0]);
  });

  test('a connection that ends leaves no timer once it is disposed', async () => {
    const { keepalive, left, rounds, clock } = keptAlive(pinged(true).options);
    await rounds(1);
    left.connection.close();
    await quiet();
    keepalive[Symbol.dispose]();
    assert.equal(clock.waiting, 0);
  });
});
