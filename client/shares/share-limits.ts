/** Shares of others that a room may list here: a room that invents them fills no memory. */
export const MAX_LISTED_SHARES = 256;

/** Signatures of announcements that are looked at in a second: people begin shares now and then. */
export const ANNOUNCEMENTS_PER_SECOND = 10;

/** Those that are looked at at once: all that a room may list. */
export const ANNOUNCEMENTS_AT_ONCE = 2 * MAX_LISTED_SHARES;

/**
 * People who watch one share. Each costs its sharer a control stream and a line of the plan; a room that is larger needs
 * several shares, or a recording.
 */
export const MAX_VIEWERS = 1000;

/**
 * A viewer whose control stream has ended stays in the plan for so long, for the link may stand: it opens another as
 * soon as its direct connection is there. Whose link has ended is gone at once.
 */
export const VIEWER_RETURN_MS = 8_000;

/** Messages of one viewer in a second: it reports once a second, and says now and then what else happens to it. */
export const WATCH_MESSAGES_PER_SECOND = 10;
export const WATCH_MESSAGES_AT_ONCE = 60;

/** Opened and not told by then which share it is for: ended. */
export const WATCH_HELLO_MS = 10_000;
/** Streams of strangers and contacts that wait for their first message at once. */
export const MAX_WAITING_HELLOS = 256;

/** The same of one person, who may watch several shares at once. */
export const MAX_WAITING_HELLOS_EACH = 8;

/** A viewer whom it is over for has so long to end its control stream, behind what was said: then it is cut. */
export const VIEWER_GOODBYE_MS = 5_000;

/** A viewer who has said that it can feed fewer is believed again to feed more after this: its children move each time. */
export const CAPACITY_CALM_MS = 5_000;

/** How often viewers are told that the share lives, and how new the newest picture is. */
export const SHARE_BEAT_MS = 1_000;

/** A better codec is gone over to this long after the last change: people come and go in crowds. */
export const CODEC_CALM_MS = 10_000;

/**
 * Between two changes of the codec, though somebody decodes the other only: each is a new encoder, a keyframe, and a
 * group that is kept for nobody. Who says now this and now that shall not have one made each time.
 */
export const CODEC_PAUSE_MS = 2_000;

/** Keyframes one after the other that are too large to be shared, each encoded more coarsely than the one before. */
export const MAX_LARGE_KEYFRAMES = 4;

/** When pictures were captured is remembered for so long: whoever is further behind says only that. */
export const CAPTURED_MAX_MS = 60_000;

/** How often the rate is looked at, and capacity. */
export const SHARE_LOOK_MS = 250;

/** Whoever leaves tells those who watch, and waits for that no longer than this. */
export const SHARE_GOODBYE_MS = 500;

/** Viewers that a sharer feeds however slow its machine and network are: else nobody saw anything at all. */
export const LEAST_FED = 2;

/** A share whose source has ended by itself goes on so long for those who watch: what was shown last has to come. */
export const LAST_PICTURES_MS = 1_000;

/** Pixels of a picture whose size nobody knows yet: 720p. */
export const FIRST_PIXELS = 1280 * 720;
