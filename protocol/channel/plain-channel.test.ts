import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlainChannel } from './plain-channel.ts';

test('a plain channel is open at once, to nobody that could be named, and changes no byte', () => {
  const channel = new PlainChannel();
  const bytes = Uint8Array.of(1, 2, 3);
  assert.equal(channel.isOpen, true);
  assert.deepEqual(channel.start(), [{ kind: 'open', remote: new Uint8Array(32) }]);
  assert.deepEqual(channel.receive(bytes), [{ kind: 'plain', bytes }]);
  assert.deepEqual(channel.accept(), []);
  assert.deepEqual(channel.seal(bytes), bytes);
  assert.equal(channel.goodbye().length, 0);
});
