import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RemoteError } from '../muxrpc/errors.ts';
import { outletOf, rpcPair } from './test-contract.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a source of the other side', () => {
  test('gives values that wait, then those that come', async () => {
    const { handler, outlet } = outletOf();
    const words = rpcPair({ 'list.words': handler }).remote['list.words']({});
    await quiet();
    outlet().push('one');
    outlet().push('two');
    await quiet();
    assert.deepEqual(await words.next(), { done: false, value: 'one' });
    assert.deepEqual(await words.next(), { done: false, value: 'two' });
    const third = words.next();
    outlet().push('three');
    assert.deepEqual(await third, { done: false, value: 'three' });
    outlet().end();
    assert.deepEqual(await words.next(), { done: true, value: undefined });
    assert.deepEqual(await words.next(), { done: true, value: undefined });
  });

  test('gives what came before an error, then the error', async () => {
    const { handler, outlet } = outletOf();
    const words = rpcPair({ 'list.words': handler }).remote['list.words']({});
    await quiet();
    outlet().push('one');
    await quiet();
    outlet().fail('no more');
    assert.deepEqual(await words.next(), { done: false, value: 'one' });
    await assert.rejects(words.next(), new RemoteError('no more'));
  });

  test('answers questions that are asked at once, each with its own value', async () => {
    const { handler, outlet } = outletOf();
    const words = rpcPair({ 'list.words': handler }).remote['list.words']({});
    const asked = [words.next(), words.next(), words.next()];
    await quiet();
    outlet().push('one');
    outlet().push('two');
    outlet().end();
    const given = await Promise.all(asked);
    assert.deepEqual(
      given.map(({ value }) => value),
      ['one', 'two', undefined],
    );
  });

  test('leaving the loop aborts it at the other side', async () => {
    const pair = rpcPair();
    for await (const word of pair.remote['list.words']({})) {
      assert.equal(word, 'one');
      break;
    }
    await quiet();
    assert.equal(pair.caller.openStreams + pair.server.openStreams, 0);
  });

  test('aborting wakes whoever waits, before the other side says anything', async () => {
    const { handler } = outletOf();
    const pair = rpcPair({ 'list.words': handler });
    const words = pair.remote['list.words']({});
    const waiting = words.next();
    await words.return();
    assert.deepEqual(await waiting, { done: true, value: undefined });
    await quiet();
    assert.equal(pair.server.openStreams, 0);
  });

  test('that sends what the contract does not know is ended', async () => {
    const { handler, outlet } = outletOf();
    const pair = rpcPair({ 'list.words': handler });
    const words = pair.remote['list.words']({});
    await quiet();
    outlet().push(JSON.parse('7'));
    const message =
      'list.words answered what its contract does not say: Invalid type: Expected string but received 7';
    await assert.rejects(words.next(), { name: 'RemoteError', message });
    await quiet();
    assert.equal(pair.server.openStreams, 0);
  });

  for (const [count, size] of [
    [10_001, 1],
    [150, 240 * 1024],
  ] as const) {
    test(`that nobody reads is ended before ${count} values of ${size} bytes fill memory`, async () => {
      const { handler, outlet } = outletOf();
      const pair = rpcPair({ 'list.words': handler });
      const words = pair.remote['list.words']({});
      await quiet();
      let pushed = 0;
      const word = 'x'.repeat(size);
      for (; pushed < count && pair.server.openStreams > 0; pushed++) {
        outlet().push(word);
        if (pushed % 50 === 0 || size > 1000) await quiet();
      }
      await quiet();
      assert.equal(pair.server.openStreams, 0);
      const read = async () => {
        for await (const value of words) assert.equal(value, word);
      };
      await assert.rejects(read, /^RemoteError: list.words was ended: \d+ values were not read$/);
    });
  }
});
