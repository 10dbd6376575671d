import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { buildBinaries } from '../../../room-server/binary/build/build-binaries.ts';
import { armCommand } from '../../programs/emulator.ts';
import { within } from '../../stock/deadline.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { openRooms } from '../server-process.ts';

const before = process.platform === 'linux' ? armCommand() : undefined;
const skip = before === undefined && 'no emulator of ARM is here: apt-get install qemu-user-static';

describe('the binary for linux-arm64', { skip }, () => {
  test('is a room in which two peers meet', async () => {
    await using folder = await temporaryDirectory();
    const [binary = ''] = await buildBinaries(['linux-arm64'], folder.path);
    await using room = await start(binary, join(folder.path, 'data'));
    const { code, stdout } = await openRooms('check', room.address);
    assert.match(stdout, /The room works/);
    assert.equal(code, 0);
  });
});

/** A room of that binary. Disposing it ends it. */
async function start(binary: string, data: string) {
  const [program = '', ...args] = [
    ...(before ?? []),
    ...[binary, 'start', '--json', '--data', data, '--host', '127.0.0.1'],
    ...['port', 'http-port', 'whois-port', 'metrics-port', 'stun-port'].flatMap((name) => [`--${name}`, '0']),
  ];
  const child: ChildProcess & { stdout: Readable } = spawn(program, args, {
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const end = async () => {
    child.kill('SIGKILL');
    await closed;
  };
  try {
    const lines = createInterface({ input: child.stdout });
    const [line] = await within('the room to be ready', once(lines, 'line'));
    const { addresses } = JSON.parse(line);
    return { address: String(addresses[0]), [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}
