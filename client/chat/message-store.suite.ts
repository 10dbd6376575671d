import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MessageStore } from './message-store.ts';

/** One place, opened as two tabs or processes have it open. */
export interface MessagesOpenedTwice extends AsyncDisposable {
  readonly first: MessageStore;
  readonly second: MessageStore;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textsOf = (kept: readonly Uint8Array[]) => kept.map((bytes) => new TextDecoder().decode(bytes));

/** What every message store does, whatever it keeps its messages in. `open` gives a new, empty place. */
export function messageStoreSuite(name: string, open: () => Promise<MessagesOpenedTwice>): void {
  describe(`${name}: messages`, () => {
    test('are none at first', async () => {
      await using place = await open();
      assert.deepEqual(await place.first.load('tea'), []);
      assert.deepEqual(await place.first.conversations(), []);
    });

    test('come back in the order in which they were added, each conversation by itself', async () => {
      await using place = await open();
      const added = [
        ['tea', 'z', 'one'],
        ['cake', 'a', 'other'],
        ['tea', 'a', 'two'],
        ['tea', 'm', 'three'],
      ] as const;
      for (const [conversation, id, text] of added)
        assert.equal(await place.first.add(conversation, id, bytesOf(text)), true);
      assert.deepEqual(textsOf(await place.first.load('tea')), ['one', 'two', 'three']);
      assert.deepEqual(textsOf(await place.second.load('cake')), ['other']);
      assert.deepEqual((await place.second.conversations()).sort(), ['cake', 'tea']);
    });

    test('of one id are one, which stays as it was', async () => {
      await using place = await open();
      await place.first.add('tea', 'a', bytesOf('one'));
      assert.equal(await place.second.add('tea', 'a', bytesOf('two')), false);
      assert.equal(await place.second.add('cake', 'a', bytesOf('three')), true);
      assert.deepEqual(textsOf(await place.first.load('tea')), ['one']);
    });

    test('of one id are one when both add it at once', async () => {
      await using place = await open();
      const answers = await Promise.all(
        [place.first, place.second].map((store) => store.add('tea', 'a', bytesOf('one'))),
      );
      assert.deepEqual(answers.sort(), [false, true]);
      assert.equal((await place.first.load('tea')).length, 1);
    });

    test('are taken away, and their conversation with the last', async () => {
      await using place = await open();
      for (const id of ['a', 'b', 'c']) await place.first.add('tea', id, bytesOf(id));
      await place.first.remove('tea', ['b', 'x']);
      await place.first.remove('cake', ['a']);
      assert.deepEqual(textsOf(await place.first.load('tea')), ['a', 'c']);
      await place.second.remove('tea', ['a', 'c']);
      assert.deepEqual(await place.first.conversations(), []);
    });

    test('are bytes of their own: empty, all values, and not those of whoever gave or got them', async () => {
      await using place = await open();
      const all = Uint8Array.from({ length: 256 }, (_, value) => value);
      const given = all.slice();
      await place.first.add('tea', 'all', given);
      given.fill(0);
      await place.first.add('tea', 'empty', new Uint8Array(0));
      const [got] = await place.first.load('tea');
      assert.ok(got);
      assert.deepEqual([...got], [...all]);
      got.fill(0);
      assert.deepEqual(
        (await place.first.load('tea')).map((bytes) => [...bytes]),
        [[...all], []],
      );
    });

    test('may be called anything', async () => {
      await using place = await open();
      const names = ['', ' ', "'; drop table messages; --", '☕ \u0000 \uffff', '@x=.ed25519 %11'];
      for (const name of names) await place.first.add(name, name, bytesOf(name));
      for (const name of names) assert.deepEqual(textsOf(await place.second.load(name)), [name]);
      assert.deepEqual((await place.first.conversations()).sort(), names.sort());
    });
  });
}
