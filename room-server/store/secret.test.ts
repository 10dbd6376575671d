import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { toBase64 } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import fc from 'fast-check';
import { openSecret } from './secret.ts';

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-secret-'));
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

const FROM_SSB_KEYS = `# WARNING: Never show this to anyone.
# WARNING: Never edit it or use it on multiple devices at once.
#
# This is your SECRET, it gives you magical powers. With your secret you can
# sign your messages so that your friends can verify that the messages came
# from you. If anyone learns your secret, they can use it to impersonate you.
#
# If you use this secret on more than one device you will create a fork and
# your friends will stop replicating your content.
#
{
  "curve": "ed25519",
  "public": "${PUBLIC}.ed25519",
  "private": "${PRIVATE}.ed25519",
  "id": "@${PUBLIC}.ed25519"
}
#
# The only part of this file that's safe to share is your public name:
#
#   @${PUBLIC}.ed25519`;

const FROM_GO = `{"curve":"ed25519","id":"@${PUBLIC}.ed25519","private":"${PRIVATE}.ed25519","public":"${PUBLIC}.ed25519"}\n`;

describe('a new room', () => {
  test('gets a key that it finds again', async () => {
    const path = join(await newFolder(), 'secret');
    const first = await openSecret(path, sodium);
    assert.deepEqual(first.warnings, []);
    assert.equal(first.key.id, `@${toBase64(first.key.publicKey)}.ed25519`);
    const message = new Uint8Array([1, 2, 3]);
    assert.ok(sodium.verify(sodium.sign(message, first.key.secretKey), message, first.key.publicKey));
    assert.deepEqual(await openSecret(path, sodium), first);
    const other = await openSecret(join(await newFolder(), 'secret'), sodium);
    assert.notEqual(other.key.id, first.key.id);
  });

  test('keeps it in one file for its own account only', async () => {
    const path = await newFolder();
    await openSecret(join(path, 'secret'), sodium);
    assert.deepEqual(await readdir(path), ['secret']);
    if (MODES) assert.equal((await stat(join(path, 'secret'))).mode & 0o777, 0o600);
  });

  test('is not kept from starting by the draft of one that was killed', async () => {
    const path = await newFolder();
    await writeFile(join(path, 'secret.new'), '{"curve":"ed2');
    await openSecret(join(path, 'secret'), sodium);
    assert.deepEqual(await readdir(path), ['secret']);
  });

  test('is refused where the key cannot be written', async () => {
    const path = join(await newFolder(), 'missing', 'secret');
    await assert.rejects(openSecret(path, sodium), { name: 'DataDirectoryError', code: 'data-unwritable' });
  });
});

describe('a secret moved in', () => {
  for (const [from, text] of [
    ['ssb-keys', FROM_SSB_KEYS],
    ['go-ssb', FROM_GO],
    ['Windows', FROM_SSB_KEYS.replaceAll('\n', '\r\n')],
    ['a time without suffixes and id', `{"curve":"ed25519","public":"${PUBLIC}","private":"${PRIVATE}"}`],
  ] as const) {
    test(`from ${from} is the room's key, and its file stays as it is`, async () => {
      const path = await given(text);
      const { key, warnings } = await openSecret(path, sodium);
      assert.equal(key.id, `@${PUBLIC}.ed25519`);
      assert.deepEqual(key.publicKey, sodium.signKeyPair(new Uint8Array(32).fill(7)).publicKey);
      assert.equal(toBase64(key.secretKey), PRIVATE);
      assert.deepEqual(warnings, []);
      assert.equal(await readFile(path, 'utf8'), text);
    });
  }

  test('that only its account may read is left read-only', async () => {
    const path = await given(FROM_GO, 0o400);
    assert.deepEqual((await openSecret(path, sodium)).warnings, []);
    if (MODES) assert.equal((await stat(path)).mode & 0o777, 0o400);
  });

  test('that others could read is closed to them, and the admin told', async () => {
    const path = await given(FROM_GO, 0o644);
    const { warnings } = await openSecret(path, sodium);
    if (!MODES) return;
    assert.deepEqual(warnings, [
      `The room's key ${path} could be read by other accounts of this machine (mode 0644); it is closed to them now (mode 0600).`,
    ]);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.deepEqual((await openSecret(path, sodium)).warnings, []);
  });
});

describe('a damaged secret', () => {
  for (const [how, text, why] of [
    ['empty', '', 'is not the JSON'],
    ['cut short', FROM_SSB_KEYS.slice(0, 700), 'is not the JSON'],
    ['of another curve', FROM_GO.replace('"curve":"ed25519"', '"curve":"k256"'), 'is not the JSON'],
    ['without a private key', FROM_GO.replace('private', 'privat'), 'is not the JSON'],
    ['with a short private key', FROM_GO.replace('BwcHBwcH', 'BwcH'), '"private" is not 64 bytes'],
    ['with another seed', FROM_GO.replace('BwcHBwcH', 'CwcHBwcH'), 'two halves of "private"'],
    ['with another public key', FROM_GO.replace('c":"6kps', 'c":"6kpz'), '"public" does not belong'],
    ['with another id', FROM_GO.replace('@6kps', '@6kpz'), '"id" does not belong'],
  ] as const) {
    test(`(${how}) is refused with the reason, and left as it is`, async () => {
      const path = await given(text, 0o644);
      await assert.rejects(openSecret(path, sodium), (error: Error & { code: string }) => {
        assert.equal(error.code, 'data-damaged');
        assert.ok(error.message.includes(why) && error.message.includes(path), error.message);
        assert.match(error.message, /backup/);
        return true;
      });
      assert.equal(await readFile(path, 'utf8'), text);
    });
  }

  test('of any kind never shows in the refusal', async () => {
    const cut = fc.tuple(fc.nat(FROM_GO.length), fc.nat(40), fc.string({ maxLength: 5 }));
    await fc.assert(
      fc.asyncProperty(cut, async ([at, length, put]) => {
        const path = await given(FROM_GO.slice(0, at) + put + FROM_GO.slice(at + length));
        try {
          assert.equal((await openSecret(path, sodium)).key.id, `@${PUBLIC}.ed25519`);
        } catch (error) {
          assert.ok(error instanceof Error && error.name === 'DataDirectoryError', String(error));
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
