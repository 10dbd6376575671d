import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { hold } from '../../client/links/rtc/node-rtc.ts';
import { within } from '../stock/deadline.ts';
import { describeInBrowser, type OpenPage } from './in-browser.ts';
import { MediaProgram } from './media-program.ts';
import { call, type ModuleServer, startModuleServer } from './module-server.ts';
import { SignalRelay } from './signal-relay.ts';
import { type Side, UdpPaths } from './udp-paths.ts';

/** What a page says of its connection. */
interface Standing {
  readonly state: string;
  readonly path?: string;
  readonly tracks: number;
  readonly connections: number;
}

/** Calls what the page of a media connection exports. */
function media<R = void>(page: Page, name: string, ...args: unknown[]): Promise<R> {
  return within(`${name} on the page`, call<R>(page, 'media', name, ...args));
}

async function openPage(open: OpenPage, server: ModuleServer, relay: SignalRelay, side: Side): Promise<Page> {
  const page = await open();
  await page.exposeFunction('signalled', (stream: string, what: number[] | 'end' | 'open') => {
    relay.signalled(side, stream, what);
  });
  await page.goto(server.at('localhost'));
  relay.attach(side, {
    arrive: (stream, what) => call(page, 'media', 'arrive', stream, what),
    another: (stream, isOurs) => call(page, 'media', 'another', stream, isOurs),
  });
  return page;
}

/** Two pages whose media connection is about to open. */
async function twoPages(
  open: OpenPage,
  server: ModuleServer,
  relay: SignalRelay,
  openers: readonly [boolean, boolean] = [true, false],
): Promise<[Page, Page]> {
  const pages = [await openPage(open, server, relay, 0), await openPage(open, server, relay, 1)] as const;
  for (const side of [1, 0] as const)
    await media(pages[side], 'open', relay.first, openers[side], side === 0);
  return [...pages];
}

const opened = (pages: readonly Page[]) => Promise.all(pages.map((page) => media(page, 'opened')));
const standing = (page: Page) => media<Standing>(page, 'standing');

/** Both hear each other, in whatever order things happened. */
async function echoes(pages: readonly Page[], text: string): Promise<number[]> {
  return Promise.all(pages.map((page, side) => media<number>(page, 'echo', `${text} ${side}`)));
}

describeInBrowser('a media connection', (inBrowser) => {
  inBrowser('carries messages both ways, says its path, and ends at both ends', async (open) => {
    await using server = await startModuleServer();
    const relay = new SignalRelay();
    const pages = await twoPages(open, server, relay);
    await opened(pages);
    await echoes(pages, 'hello');
    for (const page of pages)
      assert.deepEqual(await standing(page), { state: 'open', path: 'direct', tracks: 0, connections: 1 });
    const [here, there] = pages;
    await media(here, 'close');
    assert.equal(await media(there, 'ended'), 'left');
  });

  inBrowser('takes tracks later, from both ends at once, on the same connection', async (open) => {
    await using server = await startModuleServer();
    const pages = await twoPages(open, server, new SignalRelay());
    await opened(pages);
    await Promise.all(pages.map((page) => media(page, 'sendVideo')));
    await Promise.all(pages.map((page) => media(page, 'sees')));
    await echoes(pages, 'with pictures');
    for (const page of pages)
      assert.deepEqual(await standing(page), { state: 'open', path: 'direct', tracks: 1, connections: 1 });
  });

  inBrowser('is one where both open it at once', async (open) => {
    await using server = await startModuleServer();
    const relay = new SignalRelay();
    const pages = await twoPages(open, server, relay, [true, true]);
    await opened(pages);
    await echoes(pages, 'hello');
    const answers = relay.said.flatMap(({ side, signal }) =>
      'description' in signal && signal.description.type === 'answer'
        ? [{ side, on: signal.connection }]
        : [],
    );
    assert.equal(answers[0]?.side, 0, 'the polite end answers');
    assert.equal(new Set(answers.map(({ on }) => on)).size, 1, 'on one connection');
  });

  inBrowser('finds another path when its own is blocked, with the same tracks', async (open) => {
    await using server = await startModuleServer();
    using paths = await UdpPaths.open();
    const relay = new SignalRelay(paths);
    const pages = await twoPages(open, server, relay);
    const [here, there] = pages;
    await opened(pages);
    await media(here, 'sendVideo');
    await media(there, 'sees');
    await media(here, 'measure');
    paths.block();
    await paths.renew();
    await echoes(pages, 'again');
    const silent = await media<number>(here, 'longestSilence');
    process.stderr.write(`A blocked path: data back after ${Math.round(silent)} ms.\n`);
    await media(there, 'sees');
    for (const page of pages) assert.equal((await standing(page)).connections, 1);
    assert.equal((await standing(there)).tracks, 1);
    assert.ok(silent > 1000, 'it was blocked');
  });

  inBrowser('goes on without its signal stream, and negotiates over a new one', async (open) => {
    await using server = await startModuleServer();
    const relay = new SignalRelay();
    const pages = await twoPages(open, server, relay);
    const [here, there] = pages;
    await opened(pages);
    relay.cut();
    await echoes(pages, 'without signals');
    await media(here, 'sendVideo');
    await echoes(pages, 'still without');
    relay.allow();
    await media(there, 'sees');
  });

  inBrowser(
    'says that it is silent while no path is there, and comes back by another, though both search at once',
    async (open) => {
      await using server = await startModuleServer();
      using paths = await UdpPaths.open();
      const relay = new SignalRelay(paths);
      const pages = await twoPages(open, server, relay);
      await opened(pages);
      paths.block();
      relay.cut();
      await Promise.all(pages.map((page) => media(page, 'is', 'silent')));
      await paths.renew();
      relay.allow();
      await Promise.all(pages.map((page) => media(page, 'is', 'open')));
      await echoes(pages, 'back');
    },
  );

  for (const opens of ['the page', 'the program'] as const) {
    inBrowser(
      `to a program in Node, which ${opens} opens, carries messages, and is made anew where it breaks`,
      async (open) => {
        await using server = await startModuleServer();
        using paths = await UdpPaths.open();
        using _held = hold();
        const relay = new SignalRelay(paths);
        const page = await openPage(open, server, relay, 0);
        using program = new MediaProgram(relay, opens === 'the program');
        await media(page, 'open', relay.first, opens === 'the page', true);
        await Promise.all([media(page, 'opened'), program.opened]);
        await media(page, 'echo', 'hello');
        assert.equal((await program.standing()).path, 'direct');
        paths.block();
        await paths.renew();
        await media(page, 'echo', 'again');
        assert.equal((await program.standing()).connections, 2);
      },
    );
  }

  inBrowser('fails where the far end ends the signalling before it answered', async (open) => {
    await using server = await startModuleServer();
    const relay = new SignalRelay();
    const page = await openPage(open, server, relay, 0);
    await media(page, 'open', relay.first, true, true);
    await media(page, 'arrive', relay.first, 'end');
    assert.equal(await media(page, 'ended'), 'refused');
  });
});
