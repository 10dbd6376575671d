import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { within } from '../stock/deadline.ts';
import { describeInBrowser, type OpenPage } from './in-browser.ts';
import { call, type ModuleServer, startModuleServer } from './module-server.ts';
import type { MadeOptions, PassedPiece, PlayFacts, SeenPicture } from './passed-media.ts';

/** Sound is let through without a click. */
const HEARD = '--autoplay-policy=no-user-gesture-required';

/** Milliseconds. */
const TOGETHER_MS = 60;

const SMALL = { codec: 'av1', mode: 'motion', width: 640, height: 360, fps: 15 } as const;

/** Calls what the page exports. */
function media<R = void>(page: Page, name: string, ...args: unknown[]): Promise<R> {
  return within(`${name} on the page`, call<R>(page, 'share-media', name, ...args));
}

async function openPage(open: OpenPage, server: ModuleServer): Promise<Page> {
  const page = await open();
  await page.goto(server.at('localhost'));
  return page;
}

/** A share that is seen already. */
async function begin(
  open: OpenPage,
  server: ModuleServer,
  options: Partial<MadeOptions> = {},
): Promise<Page> {
  const page = await openPage(open, server);
  await media(page, 'begin', { ...SMALL, ...options });
  await seen(page, 2);
  return page;
}

/** So many pictures that were not shown before, read back from what is. */
const seen = (page: Page, count: number) => media<SeenPicture[]>(page, 'seen', count);
const facts = (page: Page) => media<PlayFacts>(page, 'facts');
const passed = (page: Page, since = 0) => media<PassedPiece[]>(page, 'pieces', since);
const count = (page: Page) => media<number>(page, 'count');
const keysOf = (pieces: readonly PassedPiece[]) => pieces.filter(({ isKey }) => isKey);
/** Whether half the signals were heard and seen within so little that nobody tells. */
const areTogether = (offsets: readonly number[]) =>
  offsets.filter((offset) => Math.abs(offset) <= TOGETHER_MS).length > offsets.length / 2;

describeInBrowser('pictures and sound of a share', (inBrowser) => {
  inBrowser('go through an encoder and a decoder, and are what was drawn', async (open) => {
    await using server = await startModuleServer();
    for (const [codec, mode, begins] of [
      ['av1', 'detail', 'av01.0.01M.08 640x360'],
      ['h264', 'motion', 'avc1.42E01e 640x360'],
    ] as const) {
      const page = await begin(open, server, { codec, mode, source: 5 });
      for (const { source, age, width } of await seen(page, 5)) {
        assert.equal(source, 5);
        assert.equal(width, 640);
        assert.ok(age < 3000, `${age} ms`);
      }
      const pieces = await passed(page);
      assert.equal(pieces[0]?.config, begins, 'the first says how to decode it');
      assert.ok(pieces[0]?.isKey);
      assert.equal(keysOf(pieces).length, 1, 'a keyframe costs as much as a second of the share');
      assert.ok(new Set(pieces.map(({ layer }) => layer)).size === 3, 'three layers');
      const times = pieces.map(({ timestamp }) => timestamp);
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
      );
      const { shown, sound } = await facts(page);
      assert.deepEqual([shown?.width, shown?.height, sound], [640, 360, 'none']);
      await media(page, 'stop');
    }
  });

  inBrowser('what is decoded, and what is encoded, the best for text first', async (open) => {
    await using server = await startModuleServer();
    const page = await begin(open, server);
    const decoded = await media<string[]>(page, 'decodes');
    for (const family of ['av1', 'vp8', 'vp9', 'opus']) assert.ok(decoded.includes(family), family);
    assert.equal((await media<string[]>(page, 'codecs'))[0], 'av1');
  });

  inBrowser('a page over plain http decodes nothing, and says why it shares nothing', async (open) => {
    await using server = await startModuleServer();
    const page = await open();
    await page.goto(server.at('tea.test'));
    assert.deepEqual(await media(page, 'decodes'), []);
    const { fault, sentence } = await media<{ fault: string; sentence: string }>(
      page,
      'captureFault',
      'display',
    );
    assert.equal(fault, 'insecure');
    assert.match(sentence, /https/);
  });

  inBrowser(
    'another size, another codec and a request each bring one keyframe; another rate brings none',
    async (open) => {
      await using server = await startModuleServer();
      const page = await begin(open, server);
      const keysWhile = async (name: string, ...args: unknown[]) => {
        const before = await count(page);
        await media(page, name, ...args);
        await seen(page, 6);
        return keysOf(await passed(page, before)).map(({ config }) => config);
      };
      // What is odd is made even: encoders take nothing else.
      assert.deepEqual(await keysWhile('resize', 801, 451), ['av01.0.04M.08 800x450']);
      assert.equal((await seen(page, 1))[0]?.width, 800);
      assert.deepEqual(await keysWhile('configure', { bitsPerSecond: 400_000 }), []);
      assert.deepEqual(await keysWhile('requestKey'), ['av01.0.04M.08 800x450']);
      assert.deepEqual(await keysWhile('configure', { codec: 'h264' }), ['avc1.42E01e 800x450']);
      assert.equal((await facts(page)).broken, 0);
    },
  );

  inBrowser('what is larger than the mode allows is made smaller', async (open) => {
    await using server = await startModuleServer();
    const page = await begin(open, server, { width: 1800, height: 1100, fps: 5 });
    const [first] = await passed(page);
    const [, width = 0, height = 0] = /(\d+)x(\d+)$/.exec(first?.config ?? '')?.map(Number) ?? [];
    assert.ok(width * height <= 1280 * 720 && width > 1100, first?.config);
    assert.equal((await seen(page, 1))[0]?.width, width);
  });

  inBrowser('while it is paused nothing comes; it goes on with a keyframe', async (open) => {
    await using server = await startModuleServer();
    const page = await begin(open, server);
    await media(page, 'setPaused', true);
    await media(page, 'settle');
    const before = await count(page);
    await media(page, 'frames', 20);
    assert.equal(await count(page), before);
    await media(page, 'setPaused', false);
    const [next] = await seen(page, 3);
    const [first] = await passed(page, before);
    assert.ok(first?.isKey);
    assert.ok((next?.age ?? Number.NaN) < 3000, 'what is shown is of now');
  });

  inBrowser('what stands still is sent each second, and at once where a keyframe is wanted', async (open) => {
    await using server = await startModuleServer();
    const page = await begin(open, server);
    await media(page, 'freeze');
    await media(page, 'settle');
    const before = await count(page);
    await media(page, 'passes', before + 2);
    const pieces = await passed(page, before);
    const [one, two] = pieces.map(({ timestamp }) => timestamp);
    assert.ok(Math.abs((two ?? 0) - (one ?? 0) - 1_000_000) < 300_000, `${one} ${two}`);
    assert.ok(
      pieces.every(({ bytes, isKey }) => !isKey && bytes < 2000),
      'it costs next to nothing',
    );
    const still = await count(page);
    await media(page, 'requestKey');
    await media(page, 'passes', still + 1);
    assert.equal(keysOf(await passed(page, still)).length, 1);
  });

  inBrowser('a decoder that is given nonsense asks for a keyframe, and goes on', async (open) => {
    await using server = await startModuleServer();
    for (const codec of ['av1', 'h264'] as const) {
      const page = await begin(open, server, { codec });
      await media(page, 'spoilOne');
      await media(page, 'breaks');
      for (const { source } of await seen(page, 4)) assert.equal(source, 0);
      const pieces = await passed(page);
      assert.equal(keysOf(pieces).length, 2);
      await media(page, 'stop');
    }
  });

  inBrowser('sound waits for a click where the browser wants one; the picture does not', async (open) => {
    await using server = await startModuleServer();
    const page = await openPage(open, server);
    await media(page, 'holdSound');
    await media(page, 'beginNoise', SMALL);
    await seen(page, 3);
    await media(page, 'sounds', 'blocked');
    await media(page, 'unblockByClick');
    await page.mouse.click(10, 10);
    await media(page, 'sounds', 'playing');
  });
});

describeInBrowser(
  'sound of a share',
  (inBrowser) => {
    inBrowser('is heard as it was played, together with its picture', async (open, t) => {
      await using server = await startModuleServer();
      const page = await begin(open, server, { tone: 880, fps: 30 });
      await media(page, 'hears', 880);
      const before = await count(page);
      await media(page, 'requestKey');
      await media(page, 'passes', before + 12);
      const after = await passed(page, before);
      const key = after.findIndex(({ isKey }) => isKey);
      const group = after.slice(key).find(({ track }) => track === 'audio');
      assert.equal(
        group?.config,
        'opus 48000',
        'a group begins: whoever joins is told how to decode its sound',
      );
      let offsets: number[] = [];
      // A machine that is busy shows some pictures late: what belongs together is together once it is not.
      for (let round = 0; round < 10 && !areTogether(offsets); round++)
        offsets = await media<number[]>(page, 'offsets', 9);
      t.diagnostic(`sound after picture: ${offsets.map(Math.round).join(', ')} ms`);
      assert.ok(areTogether(offsets), `${offsets}`);
      await media(page, 'setMuted', true);
      await media(page, 'hears', 0);
      assert.equal((await facts(page)).sound, 'muted');
    });

    inBrowser(
      'a film is shared with its sound, holds while it is paused, and ends by itself',
      async (open) => {
        await using server = await startModuleServer();
        const page = await openPage(open, server);
        assert.deepEqual(await media(page, 'beginFile', 3000), { name: 'kettle.webm', hasAudio: true });
        for (const { source } of await seen(page, 3)) assert.equal(source, 7);
        await media(page, 'ends');
        assert.deepEqual((await facts(page)).ended, ['']);
        assert.ok((await passed(page)).some(({ track }) => track === 'audio'));
      },
    );
  },
  [HEARD],
);
