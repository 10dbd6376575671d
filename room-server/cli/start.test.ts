import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readConfig } from '../config/read-config.ts';
import { StartError } from '../running-server.ts';
import { start } from './start.ts';
import { CLAIM, INVITE, ROOM_ID, testServer } from './test-server.ts';
import { type TestTerminal, testTerminal } from './test-terminal.ts';

const human = readConfig({ flags: { logLevel: 'silent' }, env: {} });
const json = readConfig({ flags: { logLevel: 'silent', json: true }, env: {} });

/** Resolves once `terminal` has printed `text`. */
async function printedOn(terminal: TestTerminal, text: string): Promise<void> {
  while (!terminal.printed.includes(text)) await new Promise(setImmediate);
}

/** Far above what these tests take; a text that never comes fails instead of hanging. */
const DEADLINE = { timeout: 10_000 };

describe('start', DEADLINE, () => {
  test('with --json prints one line, exactly the fields that scripts rely on, and nothing after it', async () => {
    const server = testServer();
    const terminal = testTerminal();
    const ended = start(json, terminal, async () => server);
    await printedOn(terminal, '\n');
    server.claimAs('Garden', INVITE);
    terminal.signal('SIGTERM');
    assert.equal(await ended, 0);
    assert.equal(terminal.printed.indexOf('\n'), terminal.printed.length - 1);
    const ready: unknown = JSON.parse(terminal.printed);
    assert.deepEqual(ready, {
      ready: true,
      id: ROOM_ID,
      name: null,
      addresses: ['net:127.0.0.1:41001~shs:BwcH', 'ws:127.0.0.1:41002~shs:BwcH'],
      http: 'http://127.0.0.1:41002',
      whois: 'http://127.0.0.1:41003/whois',
      claim: CLAIM,
      metrics: 'http://127.0.0.1:41004/metrics',
      stun: 'stun:127.0.0.1:41005',
      pid: 1234,
    });
    assert.equal(terminal.complained, '');
  });

  test('tells a person that the room is open when it is claimed', async () => {
    const server = testServer();
    const terminal = testTerminal();
    const ended = start(human, terminal, async () => server);
    await printedOn(terminal, CLAIM);
    assert.ok(!terminal.printed.includes('Your room is open'));
    server.claimAs('Garden', INVITE);
    assert.match(terminal.printed, /Your room is open: Garden\n/);
    assert.ok(terminal.printed.includes(`\n${INVITE}\n`));
    terminal.signal('SIGINT');
    assert.equal(await ended, 0);
    assert.match(terminal.printed, /\nStopping: [^\n]+\n$/);
  });

  test('on a terminal, its last words stand below the "^C" that the terminal shows', async () => {
    const terminal = testTerminal({ isTTY: true });
    const ended = start(human, terminal, async () => testServer());
    await printedOn(terminal, CLAIM);
    const before = terminal.printed.length;
    terminal.signal('SIGINT');
    assert.equal(await ended, 0);
    assert.match(terminal.printed.slice(before), /^\nStopping: [^\n]+\n$/);
  });

  test('stops at a signal that comes while it starts, and listens no more when it has stopped', async () => {
    const { promise, resolve } = Promise.withResolvers<ReturnType<typeof testServer>>();
    const terminal = testTerminal();
    const ended = start(human, terminal, () => promise);
    terminal.signal('SIGINT');
    resolve(testServer());
    assert.equal(await ended, 0);
    assert.deepEqual(terminal.exits, []);
    assert.equal(terminal.listening, 0);
  });

  test('ends at once at a second signal', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const terminal = testTerminal();
    const ended = start(human, terminal, async () => testServer({ closed: promise, stop: () => promise }));
    await printedOn(terminal, CLAIM);
    terminal.signal('SIGINT');
    assert.deepEqual(terminal.exits, []);
    terminal.signal('SIGTERM');
    assert.deepEqual(terminal.exits, [143]);
    resolve();
    await ended;
  });

  test('passes on what keeps it from starting', async () => {
    const refusal = new StartError('data-in-use', 'Another room server uses this folder.');
    const terminal = testTerminal();
    await assert.rejects(
      start(human, terminal, () => Promise.reject(refusal)),
      refusal,
    );
    assert.equal(terminal.listening, 0);
    assert.equal(terminal.printed, '');
  });
});
