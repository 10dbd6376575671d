import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectionPair, hearing } from '../connection/test-connections.ts';
import { ConnectionEnded, RemoteError } from '../muxrpc/errors.ts';
import type { Stream } from '../muxrpc/stream.ts';
import { Refused } from '../refusal/refused.ts';
import { frameValue, remoteOf } from './remote.ts';
import { rpcPair, testContract } from './test-contract.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

/** The contract's remote side, where the other side answers anything at all. */
function answering(onRequest: (stream: Stream) => void) {
  const { left, right } = connectionPair({}, { onRequest });
  return {
    remote: remoteOf(testContract, left.connection),
    caller: left.connection,
    server: right.connection,
  };
}

describe('the remote side of a contract', () => {
  test('calls each kind of method', async () => {
    const { remote, caller, server } = rpcPair();
    assert.equal(await remote.add(1, 2), 3);
    assert.equal(await remote['clock.now'](), 5);
    assert.deepEqual(await all(remote['list.words']({})), ['one', 'two', 'three']);
    const echo = remote.echo();
    const heard = hearing(echo);
    echo.sendBytes(Buffer.from('hello'));
    await quiet();
    assert.deepEqual(heard, ['hello']);
    echo.end();
    await quiet();
    assert.equal(caller.openStreams + server.openStreams, 0);
  });

  test('a refusal is a RemoteError with the other side’s sentence', async () => {
    const { remote } = rpcPair({ add: () => Promise.reject(new Refused('spent', 'Spent.')) });
    await assert.rejects(remote.add(1, 2), new RemoteError('Spent.'));
    const { remote: bare } = rpcPair({}, () => {
      throw new Refused('not-allowed', 'No.');
    });
    await assert.rejects(all(bare['list.words']({})), new RemoteError('No.'));
  });

  for (const [answer, sentence] of [
    ['"5"', 'Invalid type: Expected number but received "5"'],
    ['null', 'Invalid type: Expected number but received null'],
    ['{}', 'Invalid type: Expected number but received Object'],
  ] as const) {
    test(`an answer ${answer} that the contract does not know is refused`, async () => {
      const { remote } = answering((stream) => stream.send(JSON.parse(answer)));
      const message = `add answered what its contract does not say: ${sentence}`;
      await assert.rejects(remote.add(1, 2), { name: 'RemoteError', message });
    });
  }

  test('an answer that is not JSON, though it says so, is refused', async () => {
    const broken = (stream: Stream) => stream.sendEncoded(2, Buffer.from('{'));
    const { remote } = answering(broken);
    const message = 'add answered something that is not JSON';
    await assert.rejects(remote.add(1, 2), { name: 'RemoteError', message });
  });

  test('a connection that ends before the answer is told from an answer', async () => {
    for (const side of ['caller', 'server'] as const) {
      const pair = answering(() => undefined);
      const calls = Promise.allSettled([pair.remote.add(1, 2), pair.remote['list.words']({}).next()]);
      await quiet();
      pair[side].close();
      for (const call of await calls) {
        assert.ok(call.status === 'rejected' && call.reason instanceof ConnectionEnded);
      }
    }
  });

  test('a connection that has ended refuses at once', async () => {
    const { remote, caller } = answering(() => undefined);
    caller.close();
    await assert.rejects(remote.add(1, 2), ConnectionEnded);
    await assert.rejects(remote['list.words']({}).next(), ConnectionEnded);
  });

  test('no sentence of a peer passes for the end of the connection', async () => {
    const { remote } = answering((stream) => stream.fail('the connection ended'));
    await assert.rejects(remote.add(1, 2), RemoteError);
  });
});

describe('the value of a frame', () => {
  test('is its own memory, whatever becomes of the frame', () => {
    const frame = Buffer.from('000000000300000001616263', 'hex');
    const value = frameValue(frame);
    frame.fill(0);
    assert.deepEqual(value, new Uint8Array(Buffer.from('abc')));
  });
});

describe('types of a contract', () => {
  test('of the remote side: arguments and results', () => {
    const misuse = () => {
      const { remote } = rpcPair();
      // @ts-expect-error: a text is no number
      void remote.add('1', 2);
      // @ts-expect-error: one argument is missing
      void remote.add(1);
      // @ts-expect-error: a call answers a promise of a number
      const text: Promise<string> = remote.add(1, 2);
      // @ts-expect-error: nobody serves this
      void remote.subtract(1, 2);
      // @ts-expect-error: the values are texts
      const source: AsyncIterable<number> = remote['list.words']({});
      // @ts-expect-error: a duplex is a stream, not a promise
      const promise: Promise<unknown> = remote.echo();
      return [text, source, promise];
    };
    assert.equal(typeof misuse, 'function');
  });
});
