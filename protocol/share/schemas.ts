import * as v from 'valibot';
import { LAYER_MAX } from './limits.ts';

/** What the messages of shares are written in. */

/** A number of which four bytes are there in a chunk. */
const uint32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1));

/** A count that only goes up. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A place in the video. */
export const position = v.object({ group: uint32, sequence: uint32 });

/** The highest layer that is wanted, or got. */
export const layers = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LAYER_MAX));
