import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SERVER_LIMITS } from '@open-rooms/protocol';
import { ADDRESS_LIMITS } from '../room-server/net/address-limits.ts';

const ROOT = join(import.meta.dirname, '..');

/** How constants are called that bound what somebody may send, hold or wait for. */
const LIMIT =
  /^(?:export )?const ((?:MAX_\w+|\w+_MAX(?:_\w+)?|WRONG_\w+|\w+_MS|\w+_PER_SECOND|\w+_AT_ONCE|SILENT_ROUNDS)) = /gm;

/** Waits that are no bound on anybody: how often a thing is looked at. */
const PACES = [
  'GROUP_MS',
  'NEWS_MS',
  'LOOK_MS',
  'FIRST_LOOK_MS',
  'LAST_LOOK_MS',
  'EVENT_LOOP_LOOK_MS',
  'STALL_LOOK_MS',
  'TABLES_FRESH_MS',
  'MINUTE_MS',
  'HOUR_MS',
  'PING_PAUSE_MS',
];

test('every limit stands on the page of limits', () => {
  const page = readFileSync(join(ROOT, 'spec/limits.md'), 'utf8');
  const files = globSync('{protocol,room-server,client}/**/*.ts', {
    cwd: ROOT,
    exclude: ['**/node_modules', '**/*.test.ts'],
  });
  const constants = files.flatMap((file) => {
    return [...readFileSync(join(ROOT, file), 'utf8').matchAll(LIMIT)].map(([, name = '']) => name);
  });
  assert.ok(constants.length > 20, 'the limits are found');
  const names = [...constants, ...Object.keys(SERVER_LIMITS), ...Object.keys(ADDRESS_LIMITS)];
  const missing = names.filter((name) => !PACES.includes(name) && !page.includes(`\`${name}\``));
  assert.deepEqual([...new Set(missing)], []);
});
