/** Whoever accepts a direct connection uses it once its dialler has closed the `init` channel, or after this. */
export const INIT_CHANNEL_LONGEST_MS = 1_500;

/** Whatever comes of a direct connection that the far end signalled does so within this, once all is said. */
export const ACCEPTED_MS = 3_000;

/** How often that is looked at. */
export const INIT_CHANNEL_LOOK_MS = 10;

/** The same where the channels of the connection cannot be seen. */
export const INIT_CHANNEL_MS = 40;

/** Bytes of a base connection that wait for the tunnel before its streams are told to wait. */
export const MAX_BASE_UNSENT_BYTES = 256 * 1024;

/** Frames of a base connection that wait: who asks without end, and takes no answer, is cut. Data stops long before. */
export const MAX_BASE_UNSENT_FRAMES = 16 * 1024;

/**
 * What a stream of a base connection may send ahead of its reader, and so the longest frame: the least that yamux allows,
 * which fills 2 MiB a second up to a round trip of 125 ms.
 */
export const MAX_YAMUX_FRAME_BYTES = 256 * 1024;

/** Streams that the far end may have open on a base connection, whatever they are for: each may hold a window. */
export const MAX_BASE_STREAMS = 128;

/** How fast a base connection sends: a room carries many, and its owner pays for it. */
export const BASE_KIB_PER_SECOND = 2048;
export const BASE_KIB_AT_ONCE = 1024;

/** How long a base connection may take to be made: a round trip or two through the room. */
export const BASE_MS = 10_000;

/** How long nothing may come back over a new base connection: the far end may be loading what it needs for it. */
export const BASE_SILENT_MS = 60_000;

/** When the base connection is lost, the far end has this long to make one of a tunnel that it opened. */
export const BASE_GRACE_MS = 5_000;

/** Pause before a base connection that came to nothing is tried again over the same tunnel. */
export const BASE_AGAIN_MS = 10_000;

/** Connections that the far end may have made here: the three dials of a round, media, and a few more at once. */
export const SIGNALS_PER_SECOND = 0.1;
export const SIGNALS_AT_ONCE = 8;

/** The same whether something came of them or not, for whoever makes them work and drops them: three pages' worth. */
export const MADE_PER_SECOND = 0.1;
export const MADE_AT_ONCE = 20;

/** The same of somebody whom one knows, over a day in a train. */
export const MADE_AT_ONCE_KNOWN = 300;

/** Of all strangers at once: a tenth of the 500 connections that a browser has. Twelve neighbours dial three times each. */
export const MADE_PER_SECOND_STRANGERS = 0.5;
export const MADE_AT_ONCE_STRANGERS = 60;

/** Links that one person may begin here, one after the other. */
export const LINKS_PER_SECOND = 0.1;
export const LINKS_AT_ONCE = 8;

/** Streams that a stranger may open on their link, whatever they are for: each is negotiated, and heard. */
export const STREAMS_PER_SECOND = 20;
export const STREAMS_AT_ONCE = 60;

/** The same of somebody whom one knows. */
export const STREAMS_PER_SECOND_KNOWN = 100;
export const STREAMS_AT_ONCE_KNOWN = 500;

/** People whose budgets are remembered; a stranger who waits to be forgotten has to be a thousand others. */
export const MAX_BUDGETS = 1_000;

/** Direct connections that the far end of a link may have open: an older one may be dead, and they do not know. */
export const MAX_FAR_LINES = 2;

/** Links with people whom one does not know: as many as they may have tunnels in one room. */
export const MAX_STRANGER_LINKS = 32;

/** How long one dial of a direct connection may take: those that hang by a lost packet succeed at once when dialled again. */
export const DIRECT_DIAL_MS = 3_000;

/** Dials that follow each other at once, before a pause. */
export const DIALS_AT_ONCE = 3;

/** Pauses after dials that failed: the network is one that lets nothing through, or the far end's is. */
export const DIAL_PAUSES_MS: readonly number[] = [10_000, 30_000, 60_000];

/** The longest pause; they double up to it. Browsers count every connection that a page ever made. */
export const LONGEST_DIAL_PAUSE_MS = 10 * 60_000;

/** Of two, the one whose id comes first dials; the other only where that has come to nothing for so long. */
export const SECOND_DIALLER_MS = 5_000;

/** How long opening a stream may take where nobody says. */
export const OPEN_STREAM_MS = 10_000;

/** How often a connection is asked whether it is there: what it answers is the round-trip time that is shown. */
export const PULSE_PAUSE_MS = 2_000;

/** The same of what goes through the room, which it costs something; and while a direct connection makes it spare. */
export const BASE_PULSE_PAUSE_MS = 5_000;
export const SPARE_PULSE_PAUSE_MS = 15_000;

/** Questions without an answer that are remembered. */
export const MAX_UNANSWERED = 64;

/** A connection over which nothing came for so long, though it was asked, is not used for new streams. */
export const PULSE_SILENT_MS = 3_000;

/**
 * The same where other things come, but no answer: a slow path has one queued behind what is sent. WebRTC itself asks
 * both ways, and gives up after about as long.
 */
export const UNANSWERED_LONGEST_MS = 30_000;

/** A silent direct connection that carries streams is left alone for so long before another is dialled. */
export const BUSY_SILENT_MS = 10_000;

/** One that has never answered is none: a dial that was given up leaves such ones at the far end. */
export const PHANTOM_MS = 5_000;

/** When the tunnel has gone, the direct connection has this long to answer: a peer that left is seen within a second. */
export const DOUBT_MS = 500;

/** An idle link that nothing but a direct connection is left of ends after this: neighbours of a room come and go. */
export const IDLE_LINK_MS = 2 * 60_000;

/** Connections at once, of all links: each has two. */
export const MAX_LINK_CONNECTIONS = 1_000;

/** Connections that are being made at the wish of others: half of them are left to those whom one knows. */
export const MAX_PENDING_CONNECTIONS = 128;

/** Channels of a direct connection that come before it is ready at the accepting side. */
export const MAX_EARLY_STREAMS = 64;

/** Streams of one protocol that the far end may have open on one connection. */
export const MAX_STREAMS_PER_PROTOCOL = 64;

/**
 * What runs better directly waits so long for it once the link is open, which is a dial that fails and one that does
 * not: then it goes through the room.
 */
export const DIRECT_WAIT_MS = 5_000;

/** Who opened the tunnel makes the link of it at once: where none is there after this, they make none. */
export const PIPE_LINK_MS = 1_000;

/** Whoever opens a pipe has this long to say what it is. */
export const PIPE_HEAD_MS = 10_000;

/** A measurement ends after so many bytes or so long, each way: enough for the fastest path to show what it carries. */
export const MAX_MEASURED_BYTES = 16 * 1024 * 1024;
export const MEASURE_MS = 2_000;

/** Whoever opens a stream to measure has this long to say what. */
export const MEASURE_BEGIN_MS = 10_000;

/** One that has not ended after this, at either end, is cut: what was sent ahead takes its time on a slow path. */
export const MEASURE_LONGEST_MS = 30_000;
