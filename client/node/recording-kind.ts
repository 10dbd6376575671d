import { access, constants, lstat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import type { AudioFamily, Family, VideoFamily } from '@open-rooms/protocol';
import { isSystemError } from '@open-rooms/protocol/node';
import { MediaFileError } from './media-file-error.ts';

/** A kind of file that is written, and what players expect in it. */
export interface RecordingKind {
  readonly container: 'webm' | 'mp4';
  readonly video: readonly VideoFamily[];
  readonly audio: readonly AudioFamily[];
}

const KINDS: Readonly<Record<string, RecordingKind>> = {
  '.webm': { container: 'webm', video: ['av1', 'vp9', 'vp8'], audio: ['opus'] },
  '.mp4': { container: 'mp4', video: ['h264', 'av1', 'vp9'], audio: ['aac', 'opus'] },
};

/** By the end of a file's name. @throws MediaFileError where no such file is written */
export function recordingKind(path: string): RecordingKind {
  const kind = KINDS[extname(path).toLowerCase()];
  if (kind !== undefined) return kind;
  const sentence = `Cannot save to "${path}": give it a name that ends in .webm (AV1, VP9, VP8) or .mp4 (H.264, AV1, VP9).`;
  throw new MediaFileError('media-unwritable', sentence);
}

/** What can be saved in a file of this name, as a viewer tells the sharer. @throws MediaFileError */
export function recordableFamilies(path: string): readonly Family[] {
  const { video, audio } = recordingKind(path);
  return [...video, ...audio];
}

/** Makes sure that nothing is overwritten, and that there is a folder. @throws MediaFileError */
export async function checkPlace(path: string): Promise<void> {
  if (await exists(path)) {
    const sentence = `Cannot save to "${path}": it exists already. Give another name, or move it away.`;
    throw new MediaFileError('media-unwritable', sentence);
  }
  try {
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** The name itself, or `NAME-2.webm`, `NAME-3.webm`…: the first from `number` on that nothing has. */
export async function freeName(path: string, number: number): Promise<{ path: string; number: number }> {
  for (let n = number; ; n++) {
    const name = numbered(path, n);
    if (!(await exists(name))) return { path: name, number: n };
  }
}

/** What the system says of a file that it does not let us write; other errors as they are. */
export function cannotWrite(path: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return new MediaFileError('media-unwritable', `Cannot save to "${path}": ${error.message}`, {
    cause: error,
  });
}

function numbered(path: string, number: number): string {
  if (number === 1) return path;
  const end = extname(path);
  return `${path.slice(0, path.length - end.length)}-${number}${end}`;
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return false;
    throw cannotWrite(path, error);
  }
}
