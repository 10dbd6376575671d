import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { Background } from '../connection/background.ts';
import { feed } from '../contacts/test-feeds.ts';
import { MemoryMessageStore } from './memory-message-store.ts';
import { SmallTexts } from './small-texts.ts';
import { ToldNames } from './told-names.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

async function open() {
  const clock = new VirtualClock();
  const texts = await SmallTexts.open(new MemoryMessageStore(), { place: 'names', most: 10 });
  let changes = 0;
  const names = new ToldNames({ texts, clock, background: new Background(), onChange: () => changes++ });
  return { clock, names, changes: () => changes };
}

/** Somebody who is connected until they leave. */
function connected(n: number) {
  const gone = Promise.withResolvers<void>();
  return { id: feed(n), closed: gone.promise, leave: gone.resolve };
}

test('whoever tells names without end waits, and keeps nobody else waiting; the last one counts', async () => {
  const { clock, names, changes } = await open();
  const [loud, quick] = [connected(1), connected(2)];
  for (let count = 0; count < 100; count++) names.note(loud, `name ${count}`);
  names.note(quick, 'Quick');
  assert.deepEqual([names.get(loud.id), names.get(quick.id), changes()], ['name 3', 'Quick', 5]);
  clock.advance(60_000);
  assert.deepEqual([names.get(loud.id), changes()], ['name 99', 6]);
  names.note(loud, undefined);
  assert.equal(names.get(loud.id), undefined);
});

test('nobody waits any more for who has left', async () => {
  const { clock, names, changes } = await open();
  const loud = connected(1);
  for (let count = 0; count < 10; count++) names.note(loud, `name ${count}`);
  loud.leave();
  await quiet();
  clock.advance(60_000);
  assert.equal(changes(), 4);
});
