import type { LogBounds } from '@open-rooms/protocol';

/** Private conversations of strangers that wait to be looked at. Those who come later are heard when there is room. */
export const MAX_ASKED_CONVERSATIONS = 64;

/** The same where strangers need not ask: conversations that they have begun, and in which the person has said nothing. */
export const MAX_UNANSWERED_CONVERSATIONS = 128;

/** Whoever begins one and has said nothing for so long makes room for others: what there is to say comes in two round trips. */
export const SILENT_ASKED_MS = 10_000;

/** Those who made room take nobody else's place for so long: they ask again at once, each time. */
export const DISPLACED_MS = 60_000;

/** What is held of each of either: some pages to decide by. */
const MAX_ASKED_RECORDS = 100;
const MAX_ASKED_BYTES = 128 * 1024;

export const ASKED_BOUNDS: Required<LogBounds> = { maxRecords: MAX_ASKED_RECORDS, maxBytes: MAX_ASKED_BYTES };

/** People whose conversation was refused: it is not shown again. The oldest are forgotten. */
export const MAX_REFUSED = 1_000;
