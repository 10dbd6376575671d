import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aliasHostOf } from './alias-host.ts';

for (const [publicHost, header, label, room] of [
  ['room.example', 'bob.room.example', 'bob', 'room.example'],
  ['room.example', 'BOB.Room.Example:3000', 'bob', 'room.example:3000'],
  ['room.example', 'bob.room.example.', 'bob', 'room.example'],
  ['room.example', 'bob.room.example.:443', 'bob', 'room.example:443'],
  ['room.example', '_x.room.example', '_x', 'room.example'],
  ['room.example', 'xn--bb-1ja.room.example', 'xn--bb-1ja', 'room.example'],
  ['localhost', 'bob.localhost:41003', 'bob', 'localhost:41003'],
  [null, 'bob.localhost:3000', 'bob', 'localhost:3000'],
] as const) {
  test(`${header} is ${label} at ${publicHost ?? 'a host that nobody named'}`, () => {
    assert.deepEqual(aliasHostOf(publicHost, header), { label, room });
  });
}

for (const [publicHost, header] of [
  ['room.example', 'room.example'],
  ['room.example', 'www.room.example'],
  ['room.example', 'a.bob.room.example'],
  ['room.example', '.room.example'],
  ['room.example', 'bobroom.example'],
  ['room.example', 'room.example.evil.example'],
  ['room.example', 'bob.room.example:port'],
  ['room.example', 'bob.localhost'],
  ['room.example', undefined],
  [null, 'bob.room.example'],
  [null, 'localhost:3000'],
  ['192.0.2.1', 'bob.192.0.2.1'],
  ['::1', 'bob.::1'],
] as const) {
  test(`${header ?? 'none'} is no alias at ${publicHost ?? 'a host that nobody named'}`, () => {
    assert.equal(aliasHostOf(publicHost, header), undefined);
  });
}

test('the room that is named is always the configured one', () => {
  const header = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.tuple(fc.string(), fc.string()).map((parts) => parts.join('.room.example')),
  );
  fc.assert(
    fc.property(header, (text) => {
      assert.match(aliasHostOf('room.example', text)?.room ?? 'room.example', /^room\.example(:\d+)?$/);
    }),
  );
});
