import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MessageStore } from './message-store.ts';

/** One place, opened as two tabs or processes have it open. */
export interface MessagesOpenedTwice extends AsyncDisposable {
  readonly first: MessageStore;
  readonly second: MessageStore;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const put = (id: string, bytes: Uint8Array) => ({ put: [{ id, bytes }], drop: [] });
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
        await place.first.change(conversation, put(id, bytesOf(text)));
      assert.deepEqual(textsOf(await place.first.load('tea')), ['one', 'two', 'three']);
      assert.deepEqual(textsOf(await place.second.load('cake')), ['other']);
      assert.deepEqual((await place.second.conversations()).sort(), ['cake', 'tea']);
    });

    test('of one id are one, which stays as it was', async () => {
      await using place = await open();
      await place.first.change('tea', put('a', bytesOf('one')));
      await place.second.change('tea', put('a', bytesOf('two')));
      await place.second.change('cake', put('a', bytesOf('three')));
      assert.deepEqual(textsOf(await place.first.load('tea')), ['one']);
      assert.deepEqual(textsOf(await place.first.load('cake')), ['three']);
    });

    test('of one id are one when both add it at once', async () => {
      await using place = await open();
      await Promise.all(
        [place.first, place.second].map((store) => store.change('tea', put('a', bytesOf('one')))),
      );
      assert.equal((await place.first.load('tea')).length, 1);
    });

    test('are taken away, and their conversation with the last', async () => {
      await using place = await open();
      const all = ['a', 'b', 'c'].map((id) => ({ id, bytes: bytesOf(id) }));
      await place.first.change('tea', { put: all, drop: [] });
      await place.first.change('tea', { put: [], drop: ['b', 'x'] });
      await place.first.change('cake', { put: [], drop: ['a'] });
      assert.deepEqual(textsOf(await place.first.load('tea')), ['a', 'c']);
      await place.second.change('tea', { put: [], drop: ['a', 'c'] });
      assert.deepEqual(await place.first.conversations(), []);
    });

    test('are put in the place of those that the same change drops', async () => {
      await using place = await open();
      await place.first.change('tea', {
        put: ['a', 'b'].map((id) => ({ id, bytes: bytesOf(id) })),
        drop: [],
      });
      await place.first.change('tea', { put: [{ id: 'a', bytes: bytesOf('new') }], drop: ['a'] });
      assert.deepEqual(textsOf(await place.second.load('tea')), ['b', 'new']);
    });

    test('change all together, or not at all', async () => {
      await using place = await open();
      await place.first.change('tea', put('a', bytesOf('one')));
      const lost = {
        id: 'c',
        get bytes(): Uint8Array {
          throw new Error('the bytes are lost');
        },
      };
      const change = { put: [{ id: 'b', bytes: bytesOf('two') }, lost], drop: ['a'] };
      await assert.rejects(place.first.change('tea', change), /lost/);
      assert.deepEqual(textsOf(await place.second.load('tea')), ['one']);
      await place.second.change('tea', put('d', bytesOf('three')));
      assert.deepEqual(textsOf(await place.first.load('tea')), ['one', 'three']);
    });

    test('are bytes of their own: empty, all values, and not those of whoever gave or got them', async () => {
      await using place = await open();
      const all = Uint8Array.from({ length: 256 }, (_, value) => value);
      const given = all.slice();
      await place.first.change('tea', put('all', given));
      given.fill(0);
      await place.first.change('tea', put('empty', new Uint8Array(0)));
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
      for (const name of names) await place.first.change(name, put(name, bytesOf(name)));
      for (const name of names) assert.deepEqual(textsOf(await place.second.load(name)), [name]);
      assert.deepEqual((await place.first.conversations()).sort(), names.sort());
    });
  });
}
