import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { sodium } from '@open-rooms/protocol/node';
import type { Hono } from 'hono';
import { folderFiles } from '../../page/folder-files.ts';
import { memoryStore } from '../../store/memory.ts';
import { testRoom } from '../testing.ts';
import { readWebBuild } from './web-build.ts';

const SCRIPT = 'console.log("main");\n';
const MANIFEST = {
  'main.ts': {
    file: 'main-abcdefgh.js',
    css: ['main-ijklmnop.css'],
    isEntry: true,
    dynamicImports: ['app.ts'],
  },
  'app.ts': { file: 'app-ABCDEF_h.js', imports: ['main.ts', '_lit-12345678.js'] },
  '_lit-12345678.js': { file: 'lit-12345678.js' },
};
const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'main-abcdefgh.js': SCRIPT,
  'main-abcdefgh.js.br': brotliCompressSync(SCRIPT),
  'main-abcdefgh.js.gz': gzipSync(SCRIPT),
  'main-ijklmnop.css': 'a{}',
  'sodium-12345678.wasm': Uint8Array.of(0, 97, 115, 109),
  'sw.js': 'self;',
  'app.webmanifest': '{}',
  '.sources': 'digest',
};

describe('the page that browsers run', () => {
  let folder = '';
  let app: Hono;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'open-rooms-web-'));
    mkdirSync(join(folder, '.vite'));
    writeFileSync(join(folder, '.vite/manifest.json'), JSON.stringify(MANIFEST));
    for (const [name, bytes] of Object.entries(FILES)) writeFileSync(join(folder, name), bytes);
    const web = readWebBuild(folderFiles(folder), sodium);
    ({ app } = await testRoom({ name: 'Tea' }, null, memoryStore(), web));
  });
  after(() => rmSync(folder, { recursive: true }));

  const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
  const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

  test('its files are sent as small as the browser takes them', async () => {
    const path = '/app/main-abcdefgh.js';
    for (const [accepted, encoding, unpack] of [
      ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
      ['gzip, deflate', 'gzip', gunzipSync],
      ['br;q=0, GZIP;q=0.5', 'gzip', gunzipSync],
      ['br;q=0.0, identity', null, (bytes: Buffer) => bytes],
      ['', null, (bytes: Buffer) => bytes],
    ] as const) {
      const answer = await get(path, { 'accept-encoding': accepted });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('content-encoding'), encoding, accepted);
      assert.equal(answer.headers.get('vary'), 'Accept-Encoding');
      const bytes = await bytesOf(answer);
      assert.equal(answer.headers.get('content-length'), `${bytes.length}`);
      assert.equal(unpack(bytes).toString(), SCRIPT);
    }
    const wasm = await get('/app/sodium-12345678.wasm', { 'accept-encoding': 'br' });
    assert.equal(wasm.headers.get('content-encoding'), null, 'there is no smaller copy');
  });

  test('have their types, and what has a digest in its name is kept for ever', async () => {
    for (const [path, type, caching] of [
      ['/app/main-abcdefgh.js', 'text/javascript; charset=UTF-8', 'public, max-age=31536000, immutable'],
      ['/app/main-ijklmnop.css', 'text/css; charset=UTF-8', 'public, max-age=31536000, immutable'],
      ['/app/sodium-12345678.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
      ['/sw.js', 'text/javascript; charset=UTF-8', 'public, no-cache'],
      ['/app.webmanifest', 'application/manifest+json', 'public, no-cache'],
    ] as const) {
      const { headers } = await get(path);
      assert.equal(headers.get('content-type'), type);
      assert.equal(headers.get('cache-control'), caching);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
    }
  });

  test('have a strong tag for each encoding, by which they are asked for again', async () => {
    const path = '/app/main-abcdefgh.js';
    const plain = (await get(path)).headers.get('etag') ?? '';
    const brotli = (await get(path, { 'accept-encoding': 'br' })).headers.get('etag') ?? '';
    assert.match(plain, /^"[^"]{40,}"$/);
    assert.notEqual(plain, brotli);
    const again = await get(path, { 'accept-encoding': 'br', 'if-none-match': brotli });
    assert.equal(again.status, 304);
    assert.equal(again.headers.get('content-encoding'), null);
    assert.equal((await get(path, { 'if-none-match': brotli })).status, 200);
  });

  test('HEAD says the same, without the bytes', async () => {
    const headers = { 'accept-encoding': 'br' };
    const answer = await app.request('/app/main-abcdefgh.js', { method: 'HEAD', headers });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-encoding'), 'br');
    assert.equal((await bytesOf(answer)).length, 0);
  });

  test('there is nothing but the files of the build', async () => {
    for (const path of [
      '/app/gone-12345678.js',
      '/app/.sources',
      '/app/.vite/manifest.json',
      '/app/main-abcdefgh.js.br',
      '/app/..%2fpackage.json',
      '/app/%2e%2e/%2e%2e/package.json',
      '/app/..%5c..%5cpackage.json',
      '/app/%00',
      '/app/',
      '/app',
    ]) {
      const answer = await get(path);
      assert.equal(answer.status, 404, path);
      assert.equal(answer.headers.get('cache-control'), 'no-store', path);
    }
  });

  test('is loaded by the pages that it takes over, before the script asks for its parts', async () => {
    for (const path of ['/', '/room', '/room/b.example:3000', '/contacts', '/settings/key', '/offline']) {
      const answer = await get(path);
      assert.equal(answer.status, 200, path);
      const page = await answer.text();
      assert.match(page, /<html lang="en" data-state="loading">/);
      assert.match(page, /<script type="module" src="\/app\/main-abcdefgh\.js"><\/script>/);
      assert.match(page, /<link rel="stylesheet" href="\/app\/main-ijklmnop\.css">/);
      assert.match(page, /<link rel="modulepreload" href="\/app\/app-ABCDEF_h\.js">/);
      assert.match(page, /<link rel="modulepreload" href="\/app\/lit-12345678\.js">/);
      assert.doesNotMatch(page, /<link rel="modulepreload" href="\/app\/main/);
      assert.match(page, /<link rel="manifest" href="\/app\.webmanifest">/);
      assert.doesNotMatch(page, /<style|style="|<script>|\son\w+="/);
    }
    assert.match(
      await (await get('/')).text(),
      /<h1>Tea<\/h1>/,
      'the page of the room is there without script',
    );
    assert.match(await (await get('/settings')).text(), /needs JavaScript/);
  });

  test('is not loaded by pages that tell what went wrong', async () => {
    const answer = await get('/nowhere');
    assert.equal(answer.status, 404);
    const page = await answer.text();
    assert.match(page, /data-state="ready"/);
    assert.doesNotMatch(page, /\/app\//);
  });
});

describe('without a build', () => {
  test('there is no page but the server’s own', async () => {
    const { app } = await testRoom({ name: 'Tea' });
    for (const path of ['/app/main-abcdefgh.js', '/sw.js', '/settings', '/room/b.example']) {
      assert.equal((await app.request(path)).status, 404, path);
    }
    assert.doesNotMatch(await (await app.request('/')).text(), /\/app\//);
  });

  test('one that takes the place of another while that is read is read whole', () => {
    using folders = new DisposableStack();
    const root = mkdtempSync(join(tmpdir(), 'open-rooms-web-'));
    folders.defer(() => rmSync(root, { recursive: true }));
    const write = (name: string, script: string) => {
      mkdirSync(join(root, name, '.vite'), { recursive: true });
      const manifest = { 'main.ts': { file: script }, 'app.ts': { file: script } };
      writeFileSync(join(root, name, '.vite/manifest.json'), JSON.stringify(manifest));
      for (const file of ['a-aaaaaaaa.js', script]) writeFileSync(join(root, name, file), name);
    };
    write('dist', 'old-bbbbbbbb.js');
    write('fresh', 'new-cccccccc.js');
    let isReplaced = false;
    const sha256 = (bytes: Uint8Array) => {
      if (!isReplaced) {
        renameSync(join(root, 'dist'), join(root, 'old'));
        renameSync(join(root, 'fresh'), join(root, 'dist'));
      }
      isReplaced = true;
      return sodium.sha256(bytes);
    };
    const { script, files } = readWebBuild(folderFiles(join(root, 'dist')), { sha256 });
    assert.deepEqual([script, [...files.keys()]], ['new-cccccccc.js', ['a-aaaaaaaa.js', 'new-cccccccc.js']]);
  });

  test('a folder without one is a fault', () => {
    assert.throws(() => readWebBuild(folderFiles(tmpdir()), sodium), /ENOENT/);
  });
});
