/** Longest address list that is read, in UTF-16 units: some fifteen addresses with long host names. */
export const ADDRESS_MAX_CHARS = 2048;

/**
 * Longest link, ssb URI or pasted text that is read, in UTF-16 units: an address list of the longest size, each
 * character percent-encoded as three, with ids, signature and token beside it.
 */
export const LINK_MAX_CHARS = 8192;

/** Longest host name, in characters (RFC 1035 §2.3.4 without the root's dot). */
export const HOST_MAX_CHARS = 253;

/** Characters of an unreadable text that an error sentence quotes: tells which text it was, and stays short of seeds. */
export const QUOTE_MAX_CHARS = 48;
