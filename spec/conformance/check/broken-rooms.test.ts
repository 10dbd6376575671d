import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkRoom } from '@open-rooms/client';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { BROKEN_ROOMS } from './broken-rooms.ts';
import { quickRuntime } from './quick-runtime.ts';

/** All at once: most of them are silent in some way, and a silence is waited for. */
describe('a check names what is wrong with', { concurrency: true }, () => {
  for (const { what, start, fault, says, runtime = quickRuntime } of BROKEN_ROOMS) {
    test(what, async () => {
      await using scope = new AsyncDisposableStack();
      const report = await checkRoom(await start(scope), runtime, NETWORK_KEY);
      assert.equal(report.fault, fault, report.verdict);
      assert.match(report.verdict, says);
      assert.equal(report.ok, false);
    });
  }
});
