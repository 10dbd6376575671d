import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startStockApp } from '../../stock/app.ts';
import { within } from '../../stock/deadline.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { startOurRoom } from '../our-room.ts';
import { startRoomProcess } from '../server-process.ts';

/** A program that nobody stops. */
class Program implements Disposable {
  readonly #child;
  readonly ended: Promise<{ code: unknown; stdout: string; stderr: string }>;

  constructor(file: URL, ...args: string[]) {
    this.#child = spawn(process.execPath, [fileURLToPath(file), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.#child;
    const all = Promise.all([once(this.#child, 'close'), text(stdout), text(stderr)]);
    const told = all.then(([[code], printed, complained]) => ({ code, stdout: printed, stderr: complained }));
    this.ended = within('the program to end by itself', told);
  }

  /** Resolves when it has printed something. */
  async printed(): Promise<void> {
    await within('a line of the program', once(this.#child.stdout, 'data'));
  }

  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL');
  }
}

const FIRST_APP = new URL('./first-app.ts', import.meta.url);
const CLOSING_APP = new URL('./closing-app.ts', import.meta.url);

describe('an app that is closed has nothing open, and its process ends by itself', () => {
  test('the program of README.md, which greets a friend', async () => {
    const program = readFileSync(FIRST_APP, 'utf8');
    const page = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    assert.ok(page.includes(`\n${program}`), 'README.md shows the program as it is run here');
    await using room = await startOurRoom({ name: 'Garden' });
    await using path = await temporaryDirectory();
    await using friend = await startStockApp({ generation: 'open-rooms' });
    await friend.plugin('connect', room.address);
    const { host } = new URL(room.ready.whois);
    using running = new Program(FIRST_APP, host, path.path);
    const stdout = `${friend.id} in ${room.id} says hello\n`;
    assert.deepEqual(await running.ended, { code: 0, stdout, stderr: '' });
  });

  test('one that was never connected', async () => {
    await using path = await temporaryDirectory();
    using program = new Program(CLOSING_APP, path.path);
    assert.deepEqual(await program.ended, { code: 0, stdout: '', stderr: '' });
  });

  test('one that waits for a room that is gone', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using path = await temporaryDirectory();
    using program = new Program(CLOSING_APP, path.path, room.address);
    await program.printed();
    await room.kill();
    assert.deepEqual(await program.ended, { code: 0, stdout: 'joined\n', stderr: '' });
  });
});
