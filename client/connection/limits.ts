/** Longest answer of a web server that is read: fifteen addresses with all that stands beside them in JSON. */
export const WEB_ANSWER_MAX_BYTES = 16 * 1024;

/** A web server that takes a question and has not answered by then never will. */
export const WEB_ANSWER_MS = 10_000;

/** A port behind a firewall says nothing: the next URL is asked meanwhile. */
export const WEB_STAGGER_MS = 1_500;

/** From dialling to a proven key. A phone on a bad network needs some seconds; the handshake alone may take ten. */
export const DIAL_MS = 15_000;

/** The next address of a room is tried this long after the last, where that has not answered. */
export const DIAL_STAGGER_MS = 1_000;

/** A room answers a call at once; one that has not by then has a fault. */
export const ANSWER_MS = 10_000;

/** The list of attendants is asked for again this long after a room stopped telling it. */
export const ASK_AGAIN_MS = 2_000;
