import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { connected, told, until } from './test-web-sockets.ts';

const MIB = 1024 * 1024;

/** As WebSocketWire says: what is kept while it is paused, and what a message counts beside its bytes. */
const PAUSED_BYTES = 16 * MIB;
const MESSAGE_COST_BYTES = 256;

/** More than the system takes from a writer whose reader does not read. */
const FLOOD_BYTES = 32 * MIB;

/** A clock that writes down how long it is asked to wait. */
class HeardClock extends VirtualClock {
  readonly waits: number[] = [];

  override after(ms: number, run: () => void): Disposable {
    this.waits.push(ms);
    return super.after(ms, run);
  }
}

describe('a WebSocket wire', () => {
  test('carries bytes, says when they are gone, and ends on both sides', async () => {
    await using both = await connected();
    const { wire, socket } = both;
    const events = told(wire);
    wire.write(new Uint8Array(1000).fill(7).subarray(10, 20));
    wire.write(new Uint8Array(0));
    const [data] = (await once(socket, 'message')) as [Buffer];
    assert.deepEqual([...data], Array(10).fill(7));
    await until(() => events.includes('drained'));
    assert.equal(wire.backlog, 0);
    socket.send(Buffer.from('hello'));
    await until(() => events.includes('hello'));
    wire.end();
    await once(socket, 'close');
    await until(() => events.includes('closed'));
    wire.write(new Uint8Array(1));
    wire.destroy();
    assert.deepEqual(events, ['drained', 'hello', 'closed']);
  });

  test('an end waits for what was written', async () => {
    await using both = await connected();
    const { wire, socket } = both;
    let received = 0;
    socket.on('message', (data: Buffer) => {
      received += data.length;
    });
    for (let n = 0; n < 32; n++) wire.write(new Uint8Array(MIB));
    wire.end();
    wire.write(new Uint8Array(MIB));
    await once(socket, 'close');
    assert.equal(received, 32 * MIB);
  });

  test('looks more and more slowly whether a slow reader took it, and tells once', async () => {
    const clock = new HeardClock();
    await using both = await connected(clock);
    const { wire, socket } = both;
    const events = told(wire);
    socket.pause();
    wire.write(new Uint8Array(FLOOD_BYTES));
    clock.advance(200);
    assert.deepEqual(clock.waits, [1, 2, 4, 8, 16, 32, 50, 50, 50]);
    assert.ok(wire.backlog > 0);
    socket.resume();
    await until(() => wire.backlog === 0);
    assert.equal(events.length, 0);
    clock.advance(50);
    assert.deepEqual([events, clock.waiting], [['drained'], 0]);
    wire.destroy();
  });

  test('what comes is a chance to look, too', async () => {
    const clock = new HeardClock();
    await using both = await connected(clock);
    const { wire, socket } = both;
    const events = told(wire);
    wire.write(new Uint8Array(1000));
    await once(socket, 'message');
    await until(() => wire.backlog === 0);
    socket.send(Buffer.from('a'));
    await until(() => events.length > 1);
    assert.deepEqual([events, clock.waiting], [['drained', 'a'], 0]);
    wire.destroy();
  });

  test('destroying is told once and soon, though the other side does not answer, and leaves no timer', async () => {
    const clock = new HeardClock();
    await using both = await connected(clock);
    const { wire, socket } = both;
    const events = told(wire);
    socket.pause();
    wire.write(new Uint8Array(FLOOD_BYTES));
    wire.destroy();
    wire.destroy();
    assert.equal(events.length, 0);
    await Promise.resolve();
    assert.deepEqual([events, clock.waiting, wire.backlog], [['closed'], 0, 0]);
  });

  test('is destroyed by a text', async () => {
    await using both = await connected();
    const { wire, socket } = both;
    const events = told(wire);
    socket.send('text');
    await once(socket, 'close');
    assert.deepEqual(events, ['closed']);
  });

  test('what comes before it is attached is not lost, the end neither', async () => {
    await using both = await connected();
    const { wire, socket } = both;
    socket.send(Buffer.from('a'));
    socket.send(Buffer.from('b'));
    socket.close();
    await once(socket, 'close');
    const events = told(wire);
    await until(() => events.includes('closed'));
    assert.deepEqual(events, ['a', 'b', 'closed']);
  });
});

describe('a paused WebSocket wire', () => {
  test('delivers in order what came meanwhile, then the end, and calls nobody back at once', async () => {
    await using both = await connected();
    const { wire, socket } = both;
    const events = told(wire);
    wire.pause();
    for (const text of ['a', 'b', 'c']) socket.send(Buffer.from(text));
    socket.close();
    await once(socket, 'close');
    assert.equal(events.length, 0);
    wire.resume();
    assert.equal(events.length, 0);
    await until(() => events.includes('closed'));
    assert.deepEqual(events, ['a', 'b', 'c', 'closed']);
  });

  test('stops where a reader pauses it again, and never tells a message within another', async () => {
    await using both = await connected();
    const { wire, socket } = both;
    let inside = false;
    const events = told(wire, () => {
      assert.ok(!inside);
      inside = true;
      wire.pause();
      wire.resume();
      if (events.at(-1) === 'b') wire.pause();
      inside = false;
    });
    wire.pause();
    for (const text of ['a', 'b', 'c']) socket.send(Buffer.from(text));
    socket.close();
    await once(socket, 'close');
    wire.resume();
    await until(() => events.length > 1);
    await new Promise<void>((resolve) => setImmediate(resolve));
    assert.deepEqual(events, ['a', 'b']);
    wire.resume();
    await until(() => events.includes('closed'));
    assert.deepEqual(events, ['a', 'b', 'c', 'closed']);
  });

  test('that is destroyed by its reader delivers no more', async () => {
    await using both = await connected();
    const { wire, socket } = both;
    const events = told(wire, () => wire.destroy());
    wire.pause();
    for (const text of ['a', 'b']) socket.send(Buffer.from(text));
    socket.close();
    await once(socket, 'close');
    wire.resume();
    await until(() => events.includes('closed'));
    assert.deepEqual(events, ['a', 'closed']);
  });

  test('hears of a broken socket at once', async () => {
    await using both = await connected();
    const { wire, socket } = both;
    const events = told(wire);
    wire.pause();
    socket.send(Buffer.from('a'));
    socket.terminate();
    await until(() => events.length > 0);
    assert.deepEqual(events, ['closed']);
  });

  for (const [what, bytes] of [
    ['bytes', MIB],
    ['tiny messages', 1],
  ] as const) {
    test(`keeps no more than its bound of ${what}`, async () => {
      await using both = await connected();
      const { wire, socket } = both;
      const events = told(wire);
      wire.pause();
      const message = Buffer.alloc(bytes);
      for (let n = 1; n <= PAUSED_BYTES / (bytes + MESSAGE_COST_BYTES); n++) socket.send(message);
      socket.ping();
      await once(socket, 'pong');
      assert.equal(events.length, 0);
      socket.send(message);
      await once(socket, 'close');
      assert.deepEqual(events, ['closed']);
    });
  }

  test('that is ended, or destroyed, with messages kept is over', async () => {
    for (const how of ['end', 'destroy'] as const) {
      await using both = await connected();
      const { wire, socket } = both;
      const events = told(wire);
      wire.pause();
      socket.send(Buffer.from('a'));
      socket.close();
      await once(socket, 'close');
      wire[how]();
      await until(() => events.length > 0);
      assert.deepEqual(events, ['closed'], how);
    }
  });
});
