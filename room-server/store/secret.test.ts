import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { sodium } from '@open-rooms/protocol/node';
import { openSecret } from './secret.ts';

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-secret-'));
after(() => rm(folder, { recursive: true }));

describe("a room's key", () => {
  test('is made where there is none, with a word on what it is, and found again', async () => {
    const path = join(folder, 'new');
    const made = await openSecret(path, sodium);
    const text = await readFile(path, 'utf8');
    assert.ok(
      text.startsWith(`# The secret key of this room. Whoever has it is the room: never show it to anyone.
# Keep a copy in a safe place, and never run two rooms with it at once.
{
  "curve": "ed25519",
`),
    );
    assert.ok(text.endsWith(`}\n#\n# The public name of the room: ${made.key.id}\n`));
    assert.deepEqual(await openSecret(path, sodium), made);
  });

  test('that is damaged is refused with the reason and the way out', async () => {
    const path = join(folder, 'damaged');
    await writeFile(path, '{"curve":"ed25519"}', { mode: 0o600 });
    await assert.rejects(openSecret(path, sodium), {
      name: 'DataDirectoryError',
      code: 'data-damaged',
      message:
        `The room's key ${path} is damaged: it is not the JSON of an ed25519 key with "curve", "public" and ` +
        '"private". Restore it from a backup. Only if there is none, move it away: the room then gets a new key ' +
        'and a new address, and whoever knew the old one has to be invited again.',
    });
  });

  test('that cannot be made is told with what to look at', async () => {
    const path = join(folder, 'missing', 'secret');
    await assert.rejects(openSecret(path, sodium), (error: Error & { code: string }) => {
      assert.equal(error.code, 'data-unwritable');
      assert.ok(
        error.message.startsWith(`Cannot read or write the room's key ${path}: ENOENT`),
        error.message,
      );
      assert.match(error.message, /Make sure that this account may and that the disk is not full\.$/);
      return true;
    });
  });

  test('that others could read is closed to them, and the admin told', async () => {
    const path = join(folder, 'open');
    const { key } = await openSecret(path, sodium);
    await chmod(path, 0o644);
    const { key: again, warnings } = await openSecret(path, sodium);
    assert.deepEqual(again, key);
    if (process.platform === 'win32') return;
    assert.deepEqual(warnings, [
      `The room's key ${path} could be read by other accounts of this machine (mode 0644); it is closed to them now (mode 0600).`,
    ]);
  });
});
