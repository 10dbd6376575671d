/** What one connection may ask of the side that reads it. Each limit names the attack that it stops. */
export interface SessionLimits {
  /** Longest body of a frame. Without it a head of nine bytes makes the reader hold 4 GiB. */
  readonly frameBytes: number;
  /** Longest body that is parsed as JSON. Without it one call costs megabytes of objects. */
  readonly jsonBytes: number;
  /** How many requests of the other side may be open. Without it 20,000 sources on one connection fill memory. */
  readonly openRequests: number;
  /**
   * How many requests of our own may be open at the other side, or wait for its slow socket. Without it strangers who
   * dial a peer that does not read fill memory with requests to it.
   */
  readonly ownRequests: number;
  /** Requests a second, measured over {@link SessionLimits.requestBurst}. Without it one peer takes a whole core. */
  readonly requestsPerSecond: number;
  /** How many requests may come at once before the rate binds. */
  readonly requestBurst: number;
  /** Bytes that wait for a slow socket on behalf of one request. Without it a slow reader is given our memory. */
  readonly queuedBytesPerRequest: number;
  /** The same for all requests of a connection together. Without it hundreds of sources are left unread at once. */
  readonly queuedBytesPerConnection: number;
  /** Bytes of answers that wait for a slow socket. Without it 100,000 pings whose answers nobody reads stay here. */
  readonly queuedAnswerBytes: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** What a room allows its peers. Stock peers send frames of 4 KiB and calls of 300 bytes, and open a dozen requests. */
export const SERVER_LIMITS: SessionLimits = {
  frameBytes: 256 * KIB,
  jsonBytes: 64 * KIB,
  openRequests: 256,
  ownRequests: 1024,
  requestsPerSecond: 10_000,
  requestBurst: 10_000,
  queuedBytesPerRequest: 256 * KIB,
  queuedBytesPerConnection: 4 * MIB,
  queuedAnswerBytes: MIB,
};

/** What a peer allows a room: lists of attendants are long, 60 bytes for each of them. */
export const CLIENT_LIMITS: SessionLimits = { ...SERVER_LIMITS, frameBytes: 16 * MIB, jsonBytes: 16 * MIB };
