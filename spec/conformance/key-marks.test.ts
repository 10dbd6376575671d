import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { drawKeyMark } from '../../client/ui/elements/key-mark-tiles.ts';
import { keyWords as wordsOfClient } from '../../client/ui/elements/key-words.ts';
import { keyMark, keyWords } from '../../room-server/http/pages/key-mark.ts';

/** What a key looks like on a page of the server, in the shape of the client's. */
async function drawn(id: ReturnType<typeof feedIdOf>) {
  const svg = String(await keyMark(id, 'mark'));
  const [, ground] = /<rect [^>]*fill="([^"]*)"/.exec(svg) ?? [];
  const tiles = svg.matchAll(
    /<path d="([^"]*)" fill="([^"]*)" transform="translate\((\d+) (\d+)\) rotate\((\d+) 5 5\)"/g,
  );
  return {
    ground,
    tiles: [...tiles].map(([, path, color, x, y, degrees]) => ({
      x: Number(x),
      y: Number(y),
      path,
      turns: Number(degrees) / 90,
      color,
    })),
  };
}

test('a key has one mark and one set of words, on the pages of a server and in the client', async () => {
  for (let n = 0; n < 500; n++) {
    const id = feedIdOf(createHash('sha256').update(`feed ${n}`).digest());
    assert.deepEqual(await drawn(id), drawKeyMark(id), id);
    assert.equal(keyWords(id), wordsOfClient(id));
  }
});
