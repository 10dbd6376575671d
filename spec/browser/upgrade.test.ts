import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { sodium } from '@open-rooms/protocol/node';
import { testRoom } from '@open-rooms/room-server/http/testing.ts';
import { readWebBuild } from '@open-rooms/room-server/http/web/web-build.ts';
import { folderFiles } from '@open-rooms/room-server/page/folder-files.ts';
import { memoryStore } from '@open-rooms/room-server/store/memory.ts';
import { within } from '../stock/deadline.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { openTab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';

const DIST = fileURLToPath(new URL('../../client/ui/dist/', import.meta.url));

/** What the page of a version says it is. */
const VERSION = 'document.documentElement.dataset.version';

const CACHES = `navigator.serviceWorker.ready.then(() => caches.keys())`;

describeInBrowser('the page without a network, and over an upgrade', (inBrowser) => {
  inBrowser('is shown without a network, with what it was last', async (open) => {
    await using server = await startServer();
    const { page, complaints } = await openTab(open, server.url, { serviceWorkers: 'allow' });
    await page.evaluate(CACHES);
    await server.stop();
    await page.context().setOffline(true);
    await page.goto(`${server.url}/settings`);
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await page.getByText('This device is offline').waitFor();
    await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
    assert.deepEqual(
      complaints.filter((text) => !/Failed to load resource|ERR_INTERNET_DISCONNECTED/.test(text)),
      [],
    );
  });

  inBrowser('is the new one at once after an upgrade, and nothing old stays', async (open) => {
    await using server = await startServer();
    const { page } = await openTab(open, server.url, { serviceWorkers: 'allow' });
    const [before] = await page.evaluate<string[]>(CACHES);
    assert.equal(await page.evaluate(VERSION), '1');
    await server.upgrade();
    await page.goto(`${server.url}/settings`);
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    assert.equal(await page.evaluate(VERSION), '2');
    await within('the new version to be kept', page.evaluate(untilReplaced(before ?? '')));
    const after = await page.evaluate<string[]>(CACHES);
    assert.equal(after.length, 1);
    assert.notEqual(after[0], before);
  });

  inBrowser('a tab that is open while the server is upgraded loads itself again', async (open) => {
    await using server = await startServer();
    // Without a service worker nothing is kept of the parts that were not needed yet.
    const { page } = await openTab(open, server.url);
    assert.equal(await page.evaluate(VERSION), '1');
    await server.upgrade();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    assert.equal(await page.evaluate(VERSION), '2');
  });
});

/** The new service worker is active once it has cleared away what the old one, by the name of `before`, kept. */
function untilReplaced(before: string): string {
  return `new Promise((resolve) => {
    const { serviceWorker } = navigator;
    const look = async () => {
      if (!(await caches.keys()).includes('${before}')) resolve();
    };
    serviceWorker.addEventListener('controllerchange', () => {
      serviceWorker.controller.addEventListener('statechange', look);
      look();
    });
    look();
  })`;
}

/** A room's pages, with the page of the sources as version 1. */
async function startServer() {
  const folder = await temporaryDirectory();
  const first = await appOf(versionOf(join(folder.path, '1'), '1'));
  let { fetch } = first;
  const server = createServer(getRequestListener((request) => fetch(request))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop,
    async upgrade() {
      ({ fetch } = await appOf(versionOf(join(folder.path, '2'), '2')));
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function appOf(folder: string) {
  const web = readWebBuild(folderFiles(folder), sodium);
  const { app } = await testRoom({ name: 'Tea' }, null, memoryStore(), web);
  return app;
}

/** The build as another version: every name has another digest, and the page says which it is. */
function versionOf(folder: string, version: string): string {
  cpSync(DIST, folder, { recursive: true, filter: (path) => !/\.(br|gz)$/.test(path) });
  const names = readdirSync(folder).filter((name) => /-[\w-]{8}\.(js|css)$/.test(name));
  const renamed = (name: string) => name.replace(/-[\w-]{8}\./, (digest) => `-${version}${digest.slice(2)}`);
  for (const name of ['sw.js', '.vite/manifest.json', ...names]) {
    const path = join(folder, name);
    let text = readFileSync(path, 'utf8');
    for (const other of names) text = text.replaceAll(other, renamed(other));
    if (/^main-.*\.js$/.test(name)) text += `;${VERSION}='${version}'`;
    // The digest of all names, by which the service worker calls what it keeps.
    if (name === 'sw.js') text = text.replace(/(?<=[`'"])[\w-]{16}(?=[`'"])/, version.padStart(16, '0'));
    writeFileSync(path, text);
    if (names.includes(name)) renameSync(path, join(folder, renamed(name)));
  }
  return folder;
}
