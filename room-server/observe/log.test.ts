import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLog, stderrLog } from './log.ts';

function kept() {
  const lines: string[] = [];
  return { lines, stream: { isTTY: true, write: (line: string) => void lines.push(line) } };
}

describe('the log', () => {
  test('writes one JSON object a line', () => {
    const { lines, stream } = kept();
    createLog('info', stream).warn('Cannot reach the clock.', { address: '192.0.2.1', tries: 3 });
    assert.equal(lines.length, 1);
    const { time, ...fields } = JSON.parse(lines[0] ?? '');
    assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(fields, {
      level: 'warn',
      address: '192.0.2.1',
      tries: 3,
      message: 'Cannot reach the clock.',
    });
  });

  test('leaves out what is below its level', () => {
    const { lines, stream } = kept();
    const log = createLog('warn', stream);
    log.debug('a connection came');
    log.info('started');
    log.error('our fault');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).message),
      ['our fault'],
    );
    createLog('silent', stream).error('unheard');
    assert.equal(lines.length, 1);
  });

  test('never writes a secret', () => {
    const { lines, stream } = kept();
    createLog('info', stream).info('claimed', {
      claim: 'correct-horse',
      secret: 's3',
      seed: 's4',
      token: 's5',
      invite: 's6',
    });
    assert.doesNotMatch(lines[0] ?? '', /correct-horse|s3|s4|s5|s6/);
    assert.equal(JSON.parse(lines[0] ?? '').claim, '(secret)');
  });

  test('keeps the stack of an error', () => {
    const { lines, stream } = kept();
    createLog('info', stream).error('A service failed.', { error: new RangeError('no such room') });
    assert.match(JSON.parse(lines[0] ?? '').error.stack, /^RangeError: no such room\n/);
  });
});

describe('the log on a terminal', () => {
  test('is one line that a person can read', () => {
    const { lines, stream } = kept();
    const log = stderrLog('info', stream);
    log.info('claimed', { name: 'My garden', attendants: 2 });
    log.warn('slow');
    assert.match(lines[0] ?? '', /^\d\d:\d\d:\d\d claimed name="My garden" attendants=2\n$/);
    assert.match(lines[1] ?? '', /^\d\d:\d\d:\d\d warn: slow\n$/);
  });

  test('shows the stack of an error below it', () => {
    const { lines, stream } = kept();
    stderrLog('info', stream).error('A service failed.', { error: new RangeError('no such room') });
    assert.match(lines[0] ?? '', /^\S+ error: A service failed\.\n {4}RangeError: no such room\n {8}at /);
  });

  test('lets no stranger command the terminal or forge a line', () => {
    const { lines, stream } = kept();
    stderrLog('info', stream).info('a peer said', { name: 'x\n12:00:00 claimed\u001b[2J\u202e' });
    assert.equal(lines[0]?.slice(9), 'a peer said name="x\\n12:00:00 claimed\\u001b[2J\\u{202e}"\n');
  });
});
