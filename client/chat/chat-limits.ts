import type { LogBounds } from '@open-rooms/protocol';

/** Private conversations of strangers that wait to be looked at. Those who come later are heard when there is room. */
export const MAX_ASKED_CONVERSATIONS = 64;

/** What is held of each of them: some pages to decide by. */
const MAX_ASKED_RECORDS = 100;
const MAX_ASKED_BYTES = 128 * 1024;

export const ASKED_BOUNDS: LogBounds = { maxRecords: MAX_ASKED_RECORDS, maxBytes: MAX_ASKED_BYTES };

/** People whose conversation was refused: it is not shown again. The oldest are forgotten. */
export const MAX_REFUSED = 1_000;
