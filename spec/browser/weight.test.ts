import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './app.ts';

const DIST = fileURLToPath(new URL('../../client/ui/dist/', import.meta.url));

/** Bytes in brotli of all code and style that the join screen needs, the peer's code with it. */
const MAX_PAGE_BYTES = 150 * 1024;

/** Bytes in brotli of the crypto that is loaded beside it: wasm, as its package brings it. */
const MAX_CRYPTO_BYTES = 130 * 1024;

/** Bytes in brotli of what has to be there before anything is shown. */
const MAX_FIRST_BYTES = 40 * 1024;

/** The join screen is the room's, before one is in it. */
const SHELL = ['main.ts', 'app.ts'];
const SCREENS = ['screens/room/room.ts', 'screens/join/join.ts', 'screens/landing/landing.ts'];
const PEER = 'open-session.ts';

interface Part {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

describe('the weight of the page, in brotli', () => {
  let manifest: Readonly<Record<string, Part>> = {};

  before(() => {
    ensureBuilt();
    manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8'));
  });

  test('what is seen first', (t) => {
    atMost(t, MAX_FIRST_BYTES, filesOf([...SHELL, 'screens/landing/landing.ts']));
  });

  test('the join screen, in the heavier language', (t) => {
    const parts = [...SHELL, ...SCREENS, PEER, 'locales/fr.ts'];
    atMost(
      t,
      MAX_PAGE_BYTES,
      filesOf(parts).filter((file) => !isCrypto(file)),
    );
  });

  test('the crypto', (t) => {
    const crypto = readdirSync(DIST).filter((file) => isCrypto(file) && /\.(js|wasm)$/.test(file));
    assert.ok(crypto.length > 0, 'the crypto stands in files of its own');
    atMost(t, MAX_CRYPTO_BYTES, crypto);
  });

  test('everything that is sent has a copy in brotli and one in gzip', () => {
    const names = new Set(readdirSync(DIST));
    for (const name of names) {
      if (!/\.(js|css|wasm|webmanifest)$/.test(name)) continue;
      assert.ok(names.has(`${name}.br`) && names.has(`${name}.gz`), name);
    }
  });

  /** The files of parts and of all that they import, each once. Parts that are not there yet weigh nothing. */
  function filesOf(parts: readonly string[]): string[] {
    const seen = new Set<string>();
    const files = new Set<string>();
    const visit = (name: string) => {
      const part = manifest[name];
      if (part === undefined || seen.has(name)) return;
      seen.add(name);
      for (const file of [part.file, ...(part.css ?? [])]) files.add(file);
      part.imports?.forEach(visit);
    };
    parts.forEach(visit);
    return [...files];
  }
});

function isCrypto(file: string): boolean {
  return /^crypto-|\.wasm$/.test(file);
}

function atMost(t: { diagnostic(text: string): void }, limit: number, files: readonly string[]): void {
  assert.ok(files.length > 0);
  const bytes = files.reduce((sum, file) => sum + readFileSync(join(DIST, `${file}.br`)).length, 0);
  t.diagnostic(`${bytes} bytes of ${limit}: ${files.join(', ')}`);
  assert.ok(bytes <= limit, `${bytes} bytes, ${limit} are allowed: ${files.join(', ')}`);
}
