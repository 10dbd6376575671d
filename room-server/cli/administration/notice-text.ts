import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { isSystemError } from '@open-rooms/protocol/node';
import { StartError } from '../../running-server.ts';
import type { Terminal } from '../terminal.ts';

/** The Markdown of a notice, out of a file, or of stdin for `-`. Throws `StartError`. */
export async function readNoticeText(file: string | undefined, { stdin }: Terminal): Promise<string> {
  if (file === undefined && stdin.isTTY)
    throw new StartError('bad-usage', 'Cannot tell the text of the notice: name a file, or "-" to type it.');
  if (file === undefined || file === '-')
    return decoded(await buffer(stdin.read(new AbortController().signal)), 'stdin');
  try {
    return decoded(await readFile(file), file);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new StartError('file-unusable', `Cannot read ${file}: ${error.message}.`, { cause: error });
  }
}

function decoded(bytes: Uint8Array, from: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new StartError('file-unusable', `Cannot read ${from}: it is no text in UTF-8.`, { cause });
  }
}
