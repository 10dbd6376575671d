import * as v from 'valibot';
import { type PipeOffer, peerContract } from './contract.ts';

/** What stands before the offer: how many bytes it has, the high byte first. */
export const PIPE_HEAD_LENGTH_BYTES = 2;

/** Longest offer that is read: a file's name, each of its characters escaped, and a number. */
export const PIPE_HEAD_MAX_BYTES = 2048;

/** What opens a pipe where no call says what comes: its offer, as `peer.pipe` takes it (spec/links.md). */
export function writePipeHead(offer: PipeOffer): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(offer));
  const bytes = new Uint8Array(PIPE_HEAD_LENGTH_BYTES + json.length);
  bytes.set([json.length >> 8, json.length & 0xff]);
  bytes.set(json, PIPE_HEAD_LENGTH_BYTES);
  return bytes;
}

/** How long the offer is that follows; `undefined` where nobody writes one so long, or it was cut. */
export function readPipeHeadLength(bytes: Uint8Array): number | undefined {
  const [high, low] = bytes;
  if (high === undefined || low === undefined) return undefined;
  const length = high * 0x100 + low;
  return length <= PIPE_HEAD_MAX_BYTES ? length : undefined;
}

/** Reads the offer; `undefined` where it is none. */
export function readPipeOffer(json: Uint8Array): PipeOffer | undefined {
  const read = v.safeParse(peerContract['peer.pipe'].args, [parsed(new TextDecoder().decode(json))]);
  return read.success ? read.output[0] : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
