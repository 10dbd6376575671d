import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { toBase64 } from '../bytes/base64.ts';
import { openKeyFile } from './key-file.ts';
import { sodium } from './sodium.ts';

const open = (path: string) =>
  openKeyFile(path, {
    crypto: sodium,
    whose: 'your key',
    ifLost: 'you then get a new key, and nobody knows you',
    comments: { above: ['Never show it.'], idIs: 'Your public name' },
  });

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-key-file-'));
after(() => rm(folder, { recursive: true }));

let made = 0;
async function newFolder(): Promise<string> {
  const path = join(folder, String(made++));
  await mkdir(path);
  return path;
}

async function given(text: string, mode = 0o600): Promise<string> {
  const path = join(await newFolder(), 'secret');
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

const MODES = process.platform !== 'win32';

/** The key of the seed 07…07, as ssb-keys 8.5.0 makes it. */
const PUBLIC = '6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=';
const PRIVATE = 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwfqSmxj4pxSCr71UHsTLsX5lUd2rr6+e5JCHuppFEbSLA==';

const FROM_GO = `{"curve":"ed25519","id":"@${PUBLIC}.ed25519","private":"${PRIVATE}.ed25519","public":"${PUBLIC}.ed25519"}\n`;

describe('whoever is new', () => {
  test('gets a key and finds it again', async () => {
    const path = join(await newFolder(), 'secret');
    const first = await open(path);
    assert.deepEqual(first.warnings, []);
    assert.equal(first.key.id, `@${toBase64(first.key.publicKey)}.ed25519`);
    const message = new Uint8Array([1, 2, 3]);
    assert.ok(sodium.verify(sodium.sign(message, first.key.secretKey), message, first.key.publicKey));
    assert.deepEqual(await open(path), first);
    const other = await open(join(await newFolder(), 'secret'));
    assert.notEqual(other.key.id, first.key.id);
  });

  test('keeps it in one file for their own account only', async () => {
    const path = await newFolder();
    await open(join(path, 'secret'));
    assert.deepEqual(await readdir(path), ['secret']);
    if (MODES) assert.equal((await stat(join(path, 'secret'))).mode & 0o777, 0o600);
  });

  test('is not kept from starting by the draft of one that was killed', async () => {
    const path = await newFolder();
    await writeFile(join(path, 'secret.new'), '{"curve":"ed2');
    await open(join(path, 'secret'));
    assert.deepEqual(await readdir(path), ['secret']);
  });

  test('is refused where the key cannot be written', async () => {
    const path = join(await newFolder(), 'missing', 'secret');
    await assert.rejects(open(path), { name: 'KeyFileError', code: 'unwritable' });
  });
});

describe('a secret moved in', () => {
  test('is the key, and its file stays as it is', async () => {
    const path = await given(FROM_GO);
    const { key, warnings } = await open(path);
    assert.equal(key.id, `@${PUBLIC}.ed25519`);
    assert.equal(toBase64(key.secretKey), PRIVATE);
    assert.deepEqual(warnings, []);
    assert.equal(await readFile(path, 'utf8'), FROM_GO);
  });

  test('that only its account may read is left read-only', async () => {
    const path = await given(FROM_GO, 0o400);
    assert.deepEqual((await open(path)).warnings, []);
    if (MODES) assert.equal((await stat(path)).mode & 0o777, 0o400);
  });

  test('that others could read is closed to them, and its owner told', async () => {
    const path = await given(FROM_GO, 0o644);
    const { warnings } = await open(path);
    if (!MODES) return;
    assert.deepEqual(warnings, [
      `Your key ${path} could be read by other accounts of this machine (mode 0644); it is closed to them now (mode 0600).`,
    ]);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.deepEqual((await open(path)).warnings, []);
  });
});

describe('a damaged secret', () => {
  test('is refused with the reason and the way out, and left as it is', async () => {
    const text = FROM_GO.slice(0, 100);
    const path = await given(text, 0o644);
    await assert.rejects(open(path), {
      name: 'KeyFileError',
      code: 'damaged',
      message:
        `Your key ${path} is damaged: it is not the JSON of an ed25519 key with "curve", "public" and "private". ` +
        'Restore it from a backup. Only if there is none, move it away: you then get a new key, and nobody knows you.',
    });
    assert.equal(await readFile(path, 'utf8'), text);
  });

  test('of any kind never shows in the refusal', async () => {
    const cut = fc.tuple(fc.nat(FROM_GO.length), fc.nat(40), fc.string({ maxLength: 5 }));
    await fc.assert(
      fc.asyncProperty(cut, async ([at, length, put]) => {
        const path = await given(FROM_GO.slice(0, at) + put + FROM_GO.slice(at + length));
        try {
          assert.equal((await open(path)).key.id, `@${PUBLIC}.ed25519`);
        } catch (error) {
          assert.ok(error instanceof Error && error.name === 'KeyFileError', String(error));
          for (const told of [error.message, String(error.cause), error.stack]) {
            for (let n = 0; n + 8 <= PRIVATE.length; n++) {
              assert.ok(!told?.includes(PRIVATE.slice(n, n + 8)), told);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
