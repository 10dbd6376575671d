import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { PeerConnection, PeerStream } from '@open-rooms/client';
import { within } from '../../stock/deadline.ts';

/** Longer than every window, queue and socket buffer on its way. */
export const LONG = 5_000_000;

/** Longer than the first window. */
export const SHORT = 300_000;

/** Written at once by whoever sends much. */
const PIECE = 64 * 1024;

/** Sends bytes that nobody can foresee to somebody who sends them back; all of them return, in order. */
export async function assertReturns(peer: PeerConnection, length = LONG): Promise<void> {
  const stream = peer.pipe({ name: 'there and back', bytes: length });
  const [sent, returned] = await within(
    `${length} bytes to return from ${peer.id}`,
    Promise.all([send(stream, length), digestOf(stream)]),
  );
  assert.deepEqual(returned, { length, digest: sent });
  await stream.closed;
}

/** Writes random bytes and ends; answers their checksum. */
export async function send(stream: PeerStream, length: number): Promise<string> {
  const hash = createHash('sha256');
  for (let left = length; left > 0; left -= PIECE) {
    const piece = randomBytes(Math.min(left, PIECE));
    hash.update(piece);
    await stream.write(piece);
  }
  await stream.end();
  return hash.digest('hex');
}

/** Reads to the end. */
export async function digestOf(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ length: number; digest: string }> {
  const hash = createHash('sha256');
  let length = 0;
  for await (const bytes of stream) {
    hash.update(bytes);
    length += bytes.length;
  }
  return { length, digest: hash.digest('hex') };
}
