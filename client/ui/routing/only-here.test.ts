import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOnlyHere } from './only-here.ts';

test('names by which a machine calls itself lead nowhere else', () => {
  for (const name of ['localhost', 'tea.localhost', '127.0.0.1', '127.1.2.3', '[::1]'])
    assert.ok(isOnlyHere(name), name);
  for (const name of ['room.example', '127.example', '10.0.0.1', 'localhost.example', '[::2]'])
    assert.ok(!isOnlyHere(name), name);
});
