import assert from 'node:assert/strict';
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Ready } from '../conformance/our-room.ts';
import { within } from '../stock/deadline.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { tabOf } from './app.ts';
import { findChromium } from './find-chromium.ts';
import { whyNoBrowser } from './in-browser.ts';
import { chatOf, choose, goIn, peopleOf, rowOf, said, say } from './inside.ts';
import { openProfile } from './profile.ts';

const IS_WINDOWS = process.platform === 'win32';
const ROOT = join(import.meta.dirname, '../..');

/** Every port free, so that other servers of this machine may go on. */
const FLAGS = ['port', 'http-port', 'whois-port', 'metrics-port', 'stun-port'].flatMap((name) => [
  `--${name}`,
  '0',
]);

/** `npm start`, as a new user runs it: answers what it prints when the room is ready. */
async function npmStart(data: string): Promise<AsyncDisposable & { readonly ready: Ready }> {
  const args = ['start', '--silent', '--', '--data', data, '--host', '127.0.0.1', ...FLAGS, '--json'];
  const npm: ChildProcessByStdio<null, Readable, null> = spawn('npm', args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: IS_WINDOWS,
    // A group of its own, which can be ended as one.
    detached: !IS_WINDOWS,
  });
  const closed = once(npm, 'close');
  // Whatever fails, the room does not outlive this process.
  const endAll = () => npm.exitCode === null && npm.signalCode === null && kill(npm);
  process.once('exit', endAll);
  const [line] = await within('npm start to be ready', once(createInterface({ input: npm.stdout }), 'line'));
  const ready: Ready = JSON.parse(line);
  assert.equal(ready.ready, true, line);
  return {
    ready,
    async [Symbol.asyncDispose]() {
      process.kill(ready.pid, 'SIGTERM');
      await within('the room to stop', closed);
      process.off('exit', endAll);
    },
  };
}

/** Ends a command with all that it has started. */
function kill({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(IS_WINDOWS ? pid : -pid, 'SIGKILL');
}

/** What both have said, in the order in which they said it. */
const TALK = [
  ['Ann', '**Tea** is ready. Bring a cup.'],
  ['Bob', 'On my way, with *two* friends.'],
  ['Ann', 'Good. The gate is open.'],
] as const;

/** The key that a page shows as one's own, in words. */
async function ownMark(page: Page, origin: string): Promise<string | null> {
  await page.goto(`${origin}/settings`);
  const key = page.getByRole('textbox', { name: 'Your id' });
  return key.inputValue();
}

test('a new user starts a room, a guest comes by its link, they talk, and find each other again', async (t) => {
  if ((await findChromium()) === undefined) return t.skip(whyNoBrowser(process.env));
  await using folder = await temporaryDirectory();
  const at = (name: string) => join(folder.path, name);
  await using server = await npmStart(at('data'));
  const { claim, http } = server.ready;
  assert.ok(claim);
  let annsKey: string | null;
  {
    await using anns = await openProfile(at('ann'));
    const ann = tabOf(anns.page);
    await ann.page.goto(claim);
    await ann.page.getByRole('textbox', { name: 'Room name' }).fill('Garden');
    await ann.page.getByRole('textbox', { name: 'Description' }).fill('Tea at four, under the old tree.');
    await ann.page.getByRole('button', { name: 'Start room' }).click();
    await ann.page.getByRole('heading', { name: 'Your room is open' }).waitFor();
    await ann.shoot('acceptance-1-open');
    const link = await ann.page.getByRole('textbox', { name: 'Link of the room' }).inputValue();
    await ann.page.getByRole('textbox', { name: 'Your name' }).fill('Ann');
    await ann.page.getByRole('textbox', { name: 'Your name' }).press('Enter');
    await chatOf(ann.page).waitFor();
    await ann.shoot('acceptance-2-alone');

    await using bobs = await openProfile(at('bob'));
    const bob = tabOf(bobs.page);
    await bob.page.goto(link);
    await bob.page.getByRole('heading', { level: 1, name: 'Garden' }).waitFor();
    await bob.shoot('acceptance-3-join');
    await goIn(bob.page, 'Bob');
    await rowOf(bob.page, 'Ann').waitFor();
    await rowOf(ann.page, 'Bob').waitFor();
    for (const [who, text] of TALK) {
      const [speaker, listener] = who === 'Ann' ? [ann.page, bob.page] : [bob.page, ann.page];
      await say(chatOf(speaker), text);
      await said(chatOf(listener), plain(text)).waitFor();
    }
    await choose(bob.page, 'Ann', 'Follow');
    await rowOf(bob.page, 'Ann').getByText('following').waitFor();
    await bob.shoot('acceptance-4-talk');
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
    annsKey = await ownMark(ann.page, http);
  }

  await using anns = await openProfile(at('ann'));
  await using bobs = await openProfile(at('bob'));
  assert.equal(await ownMark(anns.page, http), annsKey, 'the key is the same');
  for (const page of [anns.page, bobs.page]) {
    await page.goto(http);
    await page.getByRole('button', { name: 'Join', exact: true }).first().click();
    await chatOf(page).waitFor();
    for (const [, text] of TALK) await said(chatOf(page), plain(text)).waitFor();
  }
  await rowOf(bobs.page, 'Ann').getByText('following').waitFor();
  await say(chatOf(bobs.page), 'Here I am again.');
  await said(chatOf(anns.page), 'Here I am again.').waitFor();
  await say(chatOf(anns.page), 'So am I.');
  await said(chatOf(bobs.page), 'So am I.').waitFor();
  for (const page of [anns.page, bobs.page]) {
    const said = await chatOf(page).getByRole('article').count();
    assert.equal(said, TALK.length + 2, 'nothing stands there twice');
  }
  await peopleOf(bobs.page).waitFor();
  await tabOf(bobs.page).shoot('acceptance-5-again');
  await bobs.page.goto(`${http}/contacts`);
  await bobs.page.getByRole('link', { name: 'Ann' }).waitFor();
  await tabOf(bobs.page).shoot('acceptance-6-contacts');
});

/** What is to be read of a text with emphasis. */
function plain(text: string): string {
  return text.replaceAll('*', '');
}
