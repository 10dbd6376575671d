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

/** Tunnels of one contact that are open at once in one room: a few devices, each reconnecting. */
export const MAX_TUNNELS_PER_CONTACT = 8;

/** Tunnels of one stranger: stock apps open one, and a second when the first is about to end. */
export const MAX_TUNNELS_PER_STRANGER = 3;

/** Requests of strangers that wait to be looked at: each holds up to a window of 64 KiB. The oldest goes for a new one. */
export const MAX_REQUESTS = 64;

/** Requests of one stranger among them: nobody fills the list alone. */
export const MAX_REQUESTS_PER_STRANGER = 4;

/** Pipes of one connection that are open at once: each may hold a window. */
export const MAX_PIPES_PER_PEER = 16;

/** Tunnels that strangers open, a second and at once: a class that comes in together, and no flood of handshakes. */
export const STRANGERS_PER_SECOND = 5;
export const STRANGERS_AT_ONCE = 60;
