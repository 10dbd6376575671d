import * as v from 'valibot';
import { bodyOf } from '../muxrpc/frame.ts';

/** Most bytes that one grant may give: far above every window, and far below where sums lose digits. */
const GRANT_MAX = 2 ** 30;

/** Longest control frame that is read. */
const CONTROL_MAX_BYTES = 64;

const control = v.union([
  v.pipe(
    v.object({ grant: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(GRANT_MAX)) }),
    v.transform(({ grant }) => ({ kind: 'grant', bytes: grant }) as const),
  ),
  v.pipe(
    v.object({ fin: v.literal(true) }),
    v.transform(() => ({ kind: 'fin' }) as const),
  ),
]);

export type Control = v.InferOutput<typeof control>;

const decoder = new TextDecoder();

/** Reads a frame that is no data: `{"grant":bytes}` or `{"fin":true}`; `undefined` for anything else. */
export function readControl(frame: Uint8Array): Control | undefined {
  const body = bodyOf(frame);
  if (body.length > CONTROL_MAX_BYTES) return undefined;
  const read = v.safeParse(control, parsed(decoder.decode(body)));
  return read.success ? read.output : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
