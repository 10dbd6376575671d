import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { onLine } from './process-input.ts';

test('lines are read until Ctrl+D, and things can be told above them before and after', async () => {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  let shown = '';
  stdout.on('data', (text) => {
    shown += text;
  });
  const typed = Promise.withResolvers<string>();
  using typing = onLine(typed.resolve, { stdin, stdout });
  stdin.write('hello\r');
  assert.equal(await typed.promise, 'hello');
  typing.above(() => stdout.write('before\n'));
  const ended = once(stdin, 'pause');
  stdin.write('\u0004');
  await ended;
  typing.above(() => stdout.write('after\n'));
  assert.match(shown, /before\n.*after\n$/s);
});
