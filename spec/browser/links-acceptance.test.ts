import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { Command, hostOf } from '../conformance/command-line/command.ts';
import { letIn } from '../conformance/command-line/let-in.ts';
import { inPlaceOf } from '../conformance/our-room.ts';
import { startRoomProcess } from '../conformance/server-process.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, guest, peopleOf, said, say } from './inside.ts';

const MEGABYTE = 1_000_000;

/** What is sent before the server is killed, while it is away, and once it is there again. */
const PARTS = [60, 20, 20].map((megabytes) => randomBytes(megabytes * MEGABYTE));

/** The path line of each person in the list of a page says so, and how far they are. */
async function allDirect(page: Page, others: number): Promise<void> {
  const lines = peopleOf(page).getByText(/^direct, encrypted, \d+ ms$/);
  await lines.nth(others - 1).waitFor();
  assert.equal(await lines.count(), others);
}

/** Commands of the people of one folder, in one room. */
function commands(host: string, home: string) {
  return (name: string, ...flags: string[]) =>
    new Command(['peer', host, '--as', name, '--alias', name, ...flags], { home, keepsInput: true });
}

/** What a command that tells events as objects has told of this kind so far. */
function told(command: Command, event: string): Record<string, unknown>[] {
  const all = command.stdout.split('\n').filter((line) => line.startsWith('{'));
  return all.map((line) => JSON.parse(line)).filter((object) => object.event === event);
}

function digest(...parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

describeInBrowser('links', (inBrowser) => {
  inBrowser('carry a pipe and a conversation while the server is killed and started again', async (open) => {
    await using folder = await temporaryDirectory();
    await using data = await temporaryDirectory();
    await using before = await startRoomProcess({ name: 'Tea house', data: data.path });
    const run = commands(hostOf(before), folder.path);
    for (const profile of ['carol', 'eve', 'dave']) await letIn(before, folder.path, profile);
    await using carol = run('carol', '--json');
    await carol.prints(/"event":"alias"/);
    const [ann, bob] = [await guest(open, before, 'Ann'), await guest(open, before, 'Bob')];
    for (const { page } of [ann, bob]) await allDirect(page, 2);
    await carol.prints(/"path":"direct"[\s\S]*"path":"direct"/);
    const direct = told(carol, 'link').filter(({ path }) => path === 'direct');
    assert.equal(new Set(direct.map(({ id }) => id)).size, 2);
    assert.ok(direct.every(({ encrypted }) => encrypted === true));

    await say(chatOf(ann.page), 'Before');
    await said(chatOf(bob.page), 'Before').waitFor();
    await carol.prints(/"text":"Before"/);
    await using eve = run('eve', '--listen', '--strangers', 'accept');
    await eve.prints(/Waiting for whoever sends first\.\n/);
    await using dave = run('dave', '--pipe', `@eve@${hostOf(before)}`, '--progress');
    const [sent, whileAway, after] = PARTS;
    dave.write(sent ?? '');
    await dave.prints(/\ndirect, encrypted\nsent [\d.]+ MB /);

    await before.kill();
    for (const { isIn } of [ann, bob]) await isIn('reconnecting');
    await say(chatOf(ann.page), 'Ann, while it is away');
    await say(chatOf(bob.page), 'Bob, while it is away');
    dave.write(whileAway ?? '');
    await using _again = await startRoomProcess(inPlaceOf(before, { data: data.path }));
    for (const { page, isIn } of [ann, bob])
      await Promise.race([isIn('ready'), page.getByRole('button', { name: 'Try now' }).click()]);
    for (const { isIn } of [ann, bob]) await isIn('ready');
    dave.write(after ?? '');
    dave.endInput();
    eve.endInput();
    await say(chatOf(bob.page), 'After');

    const all = ['Before', 'Ann, while it is away', 'Bob, while it is away', 'After'];
    for (const text of all) {
      for (const { page } of [ann, bob]) await said(chatOf(page), text).waitFor();
      await carol.prints(new RegExp(`"text":"${text}"`));
    }
    for (const { page } of [ann, bob])
      assert.equal(await chatOf(page).getByRole('article').count(), all.length, 'nothing stands there twice');
    const heard = told(carol, 'message').map(({ text }) => text);
    assert.deepEqual(heard.toSorted(), all.toSorted(), 'nothing is told twice');
    assert.deepEqual([await dave.ends(), await eve.ends()], [0, 0], `${dave.stderr}\n${eve.stderr}`);
    assert.equal(digest(eve.bytes), digest(...PARTS), 'byte for byte');
    for (const { page } of [ann, bob]) await allDirect(page, 2);
  });
});
