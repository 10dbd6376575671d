import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { Readiness } from './readiness.ts';

test('a room is ready while it can write and does not stop; how often it is asked costs nothing', async () => {
  const clock = new VirtualClock();
  const turn = { stopping: false, full: false, written: 0 };
  const readiness = new Readiness({
    clock,
    audit: { waiting: 7, lost: 2 },
    isStopping: () => turn.stopping,
    store: {
      checkWritable: async () => {
        turn.written++;
        if (turn.full) throw new Error('The room cannot use its database (disk full).');
      },
    },
  });
  assert.equal(await readiness.whyNot(), undefined);
  turn.full = true;
  clock.advance(9_999);
  await Promise.all([readiness.whyNot(), readiness.whyNot()]);
  assert.equal(await readiness.whyNot(), undefined);
  assert.equal(turn.written, 1);
  clock.advance(1);
  const refused =
    'The room cannot use its database (disk full). 7 entries of the audit log wait for it, 2 are lost.';
  assert.deepEqual(await Promise.all([readiness.whyNot(), readiness.whyNot()]), [refused, refused]);
  assert.equal(turn.written, 2);
  turn.full = false;
  clock.advance(10_000);
  assert.equal(await readiness.whyNot(), undefined);
  turn.stopping = true;
  assert.equal(await readiness.whyNot(), 'The room is stopping.');
});
