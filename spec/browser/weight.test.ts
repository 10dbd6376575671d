import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { brotliBytes, DIST, firstFiles, joinFiles, linksFiles } from './page-files.ts';

/** Bytes in brotli of all code and style that the join screen needs, the peer's code with it. */
const MAX_PAGE_BYTES = 150 * 1024;

/** Bytes in brotli of the crypto that is loaded beside it: wasm, as its package brings it. */
const MAX_CRYPTO_BYTES = 130 * 1024;

/** Bytes in brotli of what makes direct connections: it is loaded when the join screen is seen. */
const MAX_LINKS_BYTES = 100 * 1024;

/** Bytes in brotli of what captures and plays, in the page and beside it: it is loaded with the first share. */
const MAX_MEDIA_BYTES = 15 * 1024;

/** Bytes in brotli of what has to be there before anything is shown. */
const MAX_FIRST_BYTES = 40 * 1024;

describe('the weight of the page, in brotli', () => {
  test('what is seen first', (t) => {
    atMost(t, MAX_FIRST_BYTES, firstFiles());
  });

  test('the join screen, in the heavier language', (t) => {
    const files = joinFiles().filter((file) => !isCrypto(file));
    atMost(t, MAX_PAGE_BYTES, files);
  });

  test('the crypto', (t) => {
    const crypto = readdirSync(DIST).filter((file) => isCrypto(file) && /\.(js|wasm)$/.test(file));
    assert.ok(crypto.length > 0, 'the crypto stands in files of its own');
    atMost(t, MAX_CRYPTO_BYTES, crypto);
  });

  test('direct connections, which come after what is seen', (t) => {
    atMost(t, MAX_LINKS_BYTES, linksFiles());
  });

  test('pictures and sound, in scripts of their own', (t) => {
    const scripts = readdirSync(DIST).filter((file) =>
      /^(media|(encode|play)-worker|sound-worklet)-[\w-]{8}\.js$/.test(file),
    );
    assert.equal(scripts.length, 4, `${scripts}`);
    atMost(t, MAX_MEDIA_BYTES, scripts);
  });

  test('everything that is sent has a copy in brotli and one in gzip', () => {
    const names = new Set(readdirSync(DIST));
    for (const name of names) {
      if (!/\.(js|css|wasm|webmanifest)$/.test(name)) continue;
      assert.ok(names.has(`${name}.br`) && names.has(`${name}.gz`), name);
    }
  });
});

function isCrypto(file: string): boolean {
  return /^crypto-|\.wasm$/.test(file);
}

function atMost(t: { diagnostic(text: string): void }, limit: number, files: readonly string[]): void {
  assert.ok(files.length > 0);
  const bytes = brotliBytes(files);
  t.diagnostic(`${bytes} bytes of ${limit}: ${files.join(', ')}`);
  assert.ok(bytes <= limit, `${bytes} bytes, ${limit} are allowed: ${files.join(', ')}`);
}
