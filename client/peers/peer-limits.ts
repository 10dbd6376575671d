import { CLIENT_LIMITS, type SessionLimits } from '@open-rooms/protocol';

const KIB = 1024;

/** What the people of the contact book may send through a tunnel: as a room may, but for lists of attendants. */
export const CONTACT_LIMITS: SessionLimits = {
  ...CLIENT_LIMITS,
  frameBytes: 1024 * KIB,
  jsonBytes: 256 * KIB,
};

/**
 * What strangers may: they can talk, ring and offer something, and cannot make this machine work or fill its memory.
 * Frames of stock peers are 4 KiB long, ours 16.
 */
export const STRANGER_LIMITS: SessionLimits = {
  frameBytes: 64 * KIB,
  jsonBytes: 16 * KIB,
  openRequests: 16,
  ownRequests: 64,
  requestsPerSecond: 20,
  requestBurst: 60,
  queuedBytesPerRequest: 64 * KIB,
  queuedBytesPerConnection: 512 * KIB,
  queuedAnswerBytes: 64 * KIB,
};

/** Tunnels of all strangers together that are open at once in one room: each may hold about a megabyte. */
export const MAX_STRANGER_TUNNELS = 32;

/** Tunnels of one stranger: stock apps open one, and a second when the first is about to end. */
export const MAX_TUNNELS_PER_STRANGER = 3;

/** Requests of strangers that wait to be looked at: each holds up to a window of 64 KiB. */
export const MAX_REQUESTS = 64;

/** Tunnels that strangers open, a second and at once: a class that comes in together, and no flood of handshakes. */
export const STRANGERS_PER_SECOND = 5;
export const STRANGERS_AT_ONCE = 60;
