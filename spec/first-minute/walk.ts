import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Page } from 'playwright-core';
import { seesPicture } from '../browser/read-picture.ts';
import { within } from '../stock/deadline.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

/** Every port free: the usual ones may be another room's. */
const START = [
  ...['start', '--host', '127.0.0.1', '--port', '0', '--http-port', '0'],
  ...['--whois-port', '0', '--metrics-port', '0', '--stun-port', '0'],
];

const NAME = 'open-rooms';

/** What the walk needs: a binary, and two browsers. */
export interface Setting {
  readonly binary: string;
  /** A tab of the owner's browser, which gives a picture to whoever asks for a screen. */
  owner(): Promise<Page>;
  /** A tab of a friend's browser. */
  friend(): Promise<Page>;
}

/** A step, and when it was done: seconds from the beginning. */
export interface Step {
  readonly what: string;
  readonly seconds: number;
}

/**
 * The first minute of a room: the binary in an empty folder, started, claimed by the link that it prints, named, and its
 * link opened in a second browser, which sees the owner's screen. Nothing is edited: what stands in the folder afterwards
 * is the binary and what it made itself.
 *
 * @throws where a step does not come to its end
 */
export async function firstMinute({ binary, owner, friend }: Setting): Promise<readonly Step[]> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(await temporaryDirectory());
  const [ann, bob] = [await owner(), await friend()];
  const from = performance.now();
  const steps: Step[] = [];
  const done = (what: string) => steps.push({ what, seconds: (performance.now() - from) / 1000 });

  await copyFile(binary, join(folder.path, NAME));
  done('the binary is in an empty folder');
  const program = opened.use(start(folder.path));
  const claim = await program.prints(/http:\S+\/claim\/\S+/);
  done('it runs, and prints the claim link');
  await ann.goto(claim);
  await ann.getByRole('textbox', { name: 'Room name' }).fill('Garden');
  await ann.getByRole('button', { name: 'Start room' }).click();
  const link = await ann.getByRole('textbox', { name: 'Link of the room' }).inputValue();
  done('the room is claimed and named, and shows its link');
  await ann.getByRole('textbox', { name: 'Your name' }).fill('Ann');
  await ann.getByRole('textbox', { name: 'Your name' }).press('Enter');
  await ann.getByRole('button', { name: 'Share screen', exact: true }).click();
  await ann.getByRole('button', { name: 'Stop sharing', exact: true }).waitFor();
  done('its owner is inside, and shares a screen');
  await bob.goto(link);
  await bob.getByRole('button', { name: 'Watch', exact: true }).click();
  await seesPicture(bob, "Ann's screen");
  done('a second browser sees it');

  assert.deepEqual((await readdir(folder.path)).sort(), [NAME, 'open-rooms-data']);
  return steps;
}

interface Program extends AsyncDisposable {
  /** The first thing like this that it prints. */
  prints(pattern: RegExp): Promise<string>;
}

/** Starts what stands in a folder, there, without any variable. */
function start(folder: string): Program {
  const child: ChildProcess & { stdout: Readable; stderr: Readable } = spawn(join(folder, NAME), START, {
    cwd: folder,
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  let printed = '';
  const changed = () => Promise.race([once(child.stdout, 'data'), closed]);
  for (const output of [child.stdout, child.stderr])
    output.on('data', (bytes: Buffer) => (printed += bytes.toString('utf8')));
  const look = async (pattern: RegExp) => {
    for (;;) {
      const [found] = pattern.exec(printed) ?? [];
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error(`The room ended, and said:\n${printed}`);
      await changed();
    }
  };
  return {
    prints: (pattern) => within(`${pattern}`, look(pattern)),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await within('the room to stop', closed);
      assert.equal(child.exitCode, 0, printed);
    },
  };
}
