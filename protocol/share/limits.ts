const KIB = 1024;
const MIB = 1024 * KIB;

/** Longest chunk. A keyframe of text in 1080p has 85 KB; one of a 4K film, of high quality, a megabyte. */
export const MAX_CHUNK_BYTES = 2 * MIB;

/** Longest description of a decoder: parameter sets of H.264 have some hundred bytes. */
export const MAX_CONFIG_BYTES = 4 * KIB;

/** Longest side of a picture, in pixels: no decoder makes a larger one, and memory for it is taken before it is drawn. */
export const SIDE_MAX = 16_384;

/** Highest sample rate, in hertz: four times what studios have. */
export const SAMPLE_RATE_MAX = 768_000;

/** Longest name of a codec, such as `avc1.42E028`. */
export const CODEC_MAX_CHARS = 64;

/** Packets of sound in one chunk: at 20 ms each, five seconds. */
export const MAX_PACKETS = 255;

/** Highest temporal layer. */
export const LAYER_MAX = 3;

/** Bytes of the current group after which it is called full: the next frame shall be a keyframe. */
export const GROUP_FULL_BYTES = 12 * MIB;

/** Bytes after which a group is kept no longer: a sharer that makes no keyframe fills no memory. */
export const MAX_GROUP_BYTES = GROUP_FULL_BYTES + 2 * MAX_CHUNK_BYTES;

/** Chunks of a group that are kept: at 60 frames a second, more than two minutes. */
export const MAX_GROUP_CHUNKS = 8192;

/** Newest chunks of sound that a late joiner is given, beside the first: at 20 to 60 ms each, a second or so. */
export const MAX_CACHED_AUDIO = 25;

/** Sequence numbers of one track and group that are remembered one by one; those far below the newest count as seen. */
export const MAX_SEEN = 4096;

/** How long a chunk that overtook another waits for it, where a carrier does not keep the order: a lost packet's way. */
export const REORDER_MS = 600;

/** The same for sound, which stands still meanwhile. */
export const AUDIO_REORDER_MS = 200;

/** Chunks of a track that wait so, and their bytes: a keyframe, and what was encoded while it was on its way. */
export const MAX_REORDERED = 256;
export const MAX_REORDERED_BYTES = 4 * MAX_CHUNK_BYTES;

/** Longest frame of a child, and of a parent that is no chunk: a hello with its ticket has some 500 bytes. */
export const MAX_SMALL_FRAME_BYTES = 2 * KIB;

/** Longest message between a viewer and the sharer: the list of the removed, whole. */
export const MAX_WATCH_MESSAGE_BYTES = 16 * KIB;

/** People whom one message names as removed. They have no key any more, whether or not they are named. */
export const MAX_REMOVED = 256;

/** Children of one node, as it reports them and as it may ask for them. */
export const MAX_CHILDREN = 64;

/** Families of codecs that a viewer may say it decodes, those that are unknown here included. */
export const MAX_FAMILIES = 16;

/** Longest name of what is shared: a file's. */
export const SHARE_NAME_MAX_CHARS = 200;

/** Frames a second that a viewer may report. */
export const FPS_MAX = 1000;
