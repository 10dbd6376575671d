import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build, type InlineConfig, preview } from 'vite';
import { startOurRoom } from '../conformance/our-room.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { describeInBrowser } from './in-browser.ts';

const FOLDER = fileURLToPath(new URL('../../client/examples/link-page', import.meta.url));

const MAX_LINES = 60;

test('the page that developers begin with is short', () => {
  for (const name of ['index.html', 'page.ts'])
    assert.ok(readFileSync(`${FOLDER}/${name}`, 'utf8').split('\n').length <= MAX_LINES, name);
});

/** The page, built and served as any developer would. */
async function serve(): Promise<AsyncDisposable & { readonly url: string }> {
  const made = await temporaryDirectory();
  const options: InlineConfig = {
    configFile: false,
    root: FOLDER,
    logLevel: 'warn',
    build: { outDir: made.path, emptyOutDir: true, target: 'esnext', chunkSizeWarningLimit: 2_000 },
  };
  await build(options);
  const server = await preview({ ...options, preview: { host: '127.0.0.1', port: 0 } });
  return {
    url: server.resolvedUrls?.local[0] ?? '',
    async [Symbol.asyncDispose]() {
      await server.close();
      await made[Symbol.asyncDispose]();
    },
  };
}

async function joined(page: Page, url: string, where: string): Promise<string> {
  await page.goto(url);
  await page.getByRole('textbox', { name: 'Room' }).fill(where);
  await page.getByRole('button', { name: 'Join' }).click();
  const told = await page.getByText(/^In Garden as @/).textContent();
  return told?.split(' ').at(-1) ?? '';
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}

describeInBrowser('the page that developers begin with', (inBrowser) => {
  inBrowser('two of them in a room say things to each other directly', async (open) => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using served = await serve();
    const [alice, bob] = [await open(), await open()];
    const ids = [
      await joined(alice, served.url, room.wsAddress),
      await joined(bob, served.url, room.wsAddress),
    ];
    for (const page of [alice, bob]) await page.getByText(/^@.*: direct, \d+ ms$/).waitFor();
    await say(alice, 'hello');
    await bob.getByText(`${ids[0]}: hello`, { exact: true }).waitFor();
    await say(bob, 'hello yourself');
    await alice.getByText(`${ids[1]}: hello yourself`, { exact: true }).waitFor();
    await bob.close();
    await alice.getByRole('listitem').filter({ hasText: 'direct' }).waitFor({ state: 'detached' });
  });
});
