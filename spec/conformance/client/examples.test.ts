import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { within } from '../../stock/deadline.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { startOurRoom } from '../our-room.ts';
import { openRooms } from '../server-process.ts';

type Program = ChildProcessByStdio<Writable, Readable, Readable>;

/** Longest of the programs: more than that is no beginning. */
const MAX_LINES = 60;

const PROGRAMS = ['greeter', 'send', 'link', 'share'] as const;

/** A film of three seconds. */
const CLIP = fileURLToPath(import.meta.resolve('../../fixtures/clip.webm'));

const pathOf = (name: (typeof PROGRAMS)[number]) =>
  fileURLToPath(import.meta.resolve(`@open-rooms/client/examples/${name}.ts`));

function run(name: (typeof PROGRAMS)[number], ...args: string[]): Program & Disposable {
  const program = spawn(process.execPath, [pathOf(name), ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  return Object.assign(program, { [Symbol.dispose]: () => void program.kill('SIGKILL') });
}

describe('the programs that developers begin with', () => {
  test(`have at most ${MAX_LINES} lines each`, () => {
    for (const name of PROGRAMS) {
      const lines = readFileSync(pathOf(name), 'utf8').split('\n').length;
      assert.ok(lines <= MAX_LINES, `${name} has ${lines}`);
    }
  });

  test('one waits in a room under its alias, the other sends it something and prints the answer', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const web = new URL(room.ready.http).host;
    const invite = (await openRooms('invite', '--data', room.data)).stdout.trim();
    using greeter = run('greeter', invite, 'greeter');
    const lines = createInterface({ input: greeter.stdout })[Symbol.asyncIterator]();
    const line = async () => (await within('a line of the greeter', lines.next())).value ?? '';
    assert.match(await line(), /^In Garden as @.*\.ed25519$/);
    assert.equal(await line(), `Known there as http://${web}/alias/greeter`);

    using sender = run('send', `@greeter@${web}`);
    sender.stdin.end('hello');
    const [answer, told, [code]] = await within(
      'the answer',
      Promise.all([text(sender.stdout), text(sender.stderr), once(sender, 'close')]),
    );
    assert.equal(code, 0, told);
    assert.match(answer, /^Thank you for 5 bytes, @.*\.ed25519\n$/);
    assert.match(told, /^Connected to @.*, \d+ ms away\n$/);
    const came = await line();
    assert.match(came, /^\+ @.*\.ed25519$/);
    assert.equal(await line(), came.replace('+', '-'));

    greeter.kill('SIGTERM');
    assert.deepEqual(await within('the end of the greeter', once(greeter, 'close')), [0, null]);
  });

  test('two in a room say things to each other directly', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const started = async () => {
      const program = run('link', room.address);
      const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
      const prints = async (pattern: RegExp): Promise<string> => {
        while (true) {
          const { value } = await within(`${pattern} of a program`, lines.next());
          if (value === undefined || pattern.test(value)) return value ?? '';
        }
      };
      const [, id = ''] = / as (@\S+)$/.exec(await prints(/^In Garden as @/)) ?? [];
      return Object.assign(program, { id, prints });
    };
    using alice = await started();
    using bob = await started();
    assert.equal(await alice.prints(/direct$/), `${bob.id} is reached: direct`);
    alice.stdin.write('hello\n');
    assert.equal(await bob.prints(/ says /), `${alice.id} says hello`);
    bob.stdin.write('hello yourself\n');
    assert.equal(await alice.prints(/ says /), `${bob.id} says hello yourself`);
    bob.kill('SIGKILL');
    assert.equal(await alice.prints(/^-/), `- ${bob.id}`);
  });

  test('one shows a film, which another keeps', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using folder = await temporaryDirectory();
    const path = join(folder.path, 'saved.webm');
    using keeper = run('share', 'keep', room.address, path);
    // It is there before the film begins, which is short.
    const there = once(keeper.stdout, 'data');
    const kept = text(keeper.stdout);
    await within('it to be in the room', there);
    using shower = run('share', 'show', room.address, CLIP);
    const [told, said] = await within('the end of the film', Promise.all([text(shower.stdout), kept]));
    assert.match(told, /^In Garden\n0 watching\n1 watching\n/);
    assert.match(said, /it comes from @/);
    assert.ok(said.includes(`kept in ${path}`), said);
    // On a slow machine the beginning is over before the two have met.
    assert.ok(statSync(path).size > 1_000);
  });

  test('whoever is sent to and cannot be found is named in one sentence', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const web = new URL(room.ready.http).host;
    using sender = run('send', `@nobody@${web}`);
    const [told, [code]] = await within('its end', Promise.all([text(sender.stderr), once(sender, 'close')]));
    assert.equal(code, 1);
    assert.match(told, /^Nobody is known as "nobody" in this room.*\n$/);
  });
});
