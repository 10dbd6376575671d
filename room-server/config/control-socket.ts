import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Environment } from './read-config.ts';

/**
 * Longest path of a unix socket, in bytes: `sun_path` holds 104 on macOS, 108 on Linux, the ending zero among
 * them. The smaller one holds everywhere.
 */
const SOCKET_PATH_MAX = 103;

/** Hexadecimal digits of the name of a data folder elsewhere: 64 bits, so that no two folders meet. */
const DIGEST_DIGITS = 16;

/**
 * Where the server of a data folder listens for commands. Server and command line derive the same path:
 * `control.sock` in the folder; where that is too long for a socket, a name made from the folder's path in
 * `XDG_RUNTIME_DIR` or else in the folder for temporary files; on Windows a named pipe.
 *
 * @param dataDir absolute path.
 * @param env of the process, in both: what a terminal is given says nothing of where others look.
 */
export function controlSocketPath(
  dataDir: string,
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const folder = resolve(dataDir);
  if (platform === 'win32') return `\\\\.\\pipe\\open-rooms-${digest(folder.toLowerCase())}`;
  const path = join(folder, 'control.sock');
  if (Buffer.byteLength(path) <= SOCKET_PATH_MAX) return path;
  return join(env['XDG_RUNTIME_DIR'] || tmpdir(), `open-rooms-${digest(folder)}.sock`);
}

function digest(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, DIGEST_DIGITS);
}
