import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { until } from '../../hostile/deadline.ts';
import { within } from '../../stock/deadline.ts';
import { startOurRoom } from '../our-room.ts';
import { assertIsSeen, pictures, shares, Viewer } from './sharing.ts';

const PROGRAM = fileURLToPath(import.meta.resolve('./viewer-program.ts'));

/** Somebody who watches in a process of their own. */
async function program(
  ...args: string[]
): Promise<{ id: string; process: ChildProcessByStdio<null, Readable, null> } & Disposable> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [id = ''] = await within('the program to see something', once(lines, 'line'));
  return { id, process: child, [Symbol.dispose]: () => void child.kill('SIGKILL') };
}

/** A share of which the sharer feeds two: a program of its own is one of them, and feeds some of five others. */
async function carried(how: (carrier: ChildProcessByStdio<null, Readable, null>) => void): Promise<void> {
  await using room = await startOurRoom({ name: 'Garden' });
  const source = pictures();
  await using sharer = await shares(room, source, { fanOut: 2 });
  const { id: by } = sharer.client;
  using carrier = await program(room.address, by);
  await using stack = new AsyncDisposableStack();
  const viewers: Viewer[] = [];
  for (let count = 0; count < 5; count++) viewers.push(stack.use(await Viewer.comes(room, by)));
  await Promise.all(viewers.map((viewer) => viewer.sees(10)));
  const fed = () => viewers.filter(({ parent }) => parent === carrier.id);
  await until('it to feed somebody', () => fed().length > 0);
  const children = fed();
  how(carrier.process);
  const began = performance.now();
  const before = children.map(({ seen }) => seen.at(-1));
  const isOn = (child: Viewer, index: number) =>
    child.parent !== carrier.id && child.seen.at(-1) !== before[index];
  await until('those whom it fed to go on', () => children.every(isOn));
  const ms = Math.round(performance.now() - began);
  process.stdout.write(`# ${children.length} whom it fed went on after ${ms} ms\n`);
  await Promise.all(viewers.map((viewer) => viewer.sees(10)));
  for (const viewer of viewers) {
    assertIsSeen(viewer, source);
    assert.notEqual(viewer.parent, carrier.id);
  }
}

describe('those who are fed by another viewer go on', () => {
  test('when it is killed', () => carried((carrier) => carrier.kill('SIGKILL')));

  test('when it stands still, and says nothing', () => carried((carrier) => carrier.kill('SIGSTOP')));
});
