const KIB = 1024;
const MIB = 1024 * KIB;

/** Longest text of a message, as UTF-8: some six pages. Without it one message fills the log and every link. */
export const MAX_TEXT_BYTES = 16 * KIB;

/** Records of one conversation that are kept. The oldest go first. */
export const MAX_RECORDS = 10_000;

/** Bytes of them. */
export const MAX_LOG_BYTES = 8 * MIB;

/**
 * How far ahead of our clock a record may claim to be. A machine set to another zone's time is no attack; a year ahead
 * would stay the last message for a year.
 */
export const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;

/** Messages, older than the newest one read, that one receipt may except. */
export const MAX_EXCEPTIONS = 64;

/** Short ids in one frame. */
export const MAX_FRAME_IDS = 256;

/** Records asked of one neighbour that have not come: what one who is slow, or silent, can hold up. */
export const MAX_ASKED = 64;

/** How long a neighbour may leave what it was asked unanswered while nothing else of it comes. */
export const UNANSWERED_MS = 60_000;

/** Short ids that a neighbour claims to hold and that we lack: it may have two full logs' worth. */
export const MAX_OFFERED = 2 * MAX_RECORDS;

/** Short ids of records that we know and do not want again. The oldest are forgotten, which costs only bytes. */
export const MAX_PASSED = 2 * MAX_RECORDS;

/** Conversations that a neighbour opens and that we have not joined. */
export const MAX_UNJOINED = 64;

/** Records that a neighbour may send unasked: what a person writes. Each costs a signature's check. */
export const PUSHES_PER_SECOND = 20;
export const PUSHES_AT_ONCE = 500;

/** Our own side keeps well below that: what is beyond is told by its id, and asked for. */
export const OWN_PUSHES_PER_SECOND = 10;
export const OWN_PUSHES_AT_ONCE = 50;

/** Records that are asked of one neighbour: a whole log at once, then what a lively room writes. */
export const ASKS_PER_SECOND = 50;
export const ASKS_AT_ONCE = 2 * MAX_RECORDS;

/** Pages of ids that are made for one neighbour: each hashes the ids of a whole log. */
export const PAGES_PER_SECOND = 50;
export const PAGES_AT_ONCE = 100;

/** Between two receipts of ours in one conversation: each goes to everybody. */
export const RECEIPT_PAUSE_MS = 1_000;

/** Between two times that we say, or hear from one neighbour, that somebody types. */
export const TYPING_PAUSE_MS = 3_000;

/** How long somebody who said so counts as typing. */
export const TYPING_SHOWN_MS = 2 * TYPING_PAUSE_MS;

/** Bytes after which a link has said enough for one turn. */
export const TURN_BYTES = 16 * KIB;
