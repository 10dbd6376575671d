import type { Clock, CryptoBackend, SocketAddress, Wire, WireEvents } from '@open-rooms/protocol';

/** An open wire, which tells its events to whom it is attached. */
export type DialledWire = Wire & { attach(events: WireEvents): void };

/** An answer to a web request. */
export interface WebAnswer {
  readonly status: number;
  readonly body: string;
}

/** A web request: GET, or with a body POST of JSON. */
export interface WebRequest {
  readonly url: string;
  /** What to accept: a media type. */
  readonly accept: string;
  readonly json?: unknown;
  /** A longer answer is refused: hosts that are asked are strangers. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** What the client needs of where it runs: a browser, Node, a test in memory. `client/node` brings Node's. */
export interface Runtime {
  readonly crypto: CryptoBackend;
  readonly clock: Clock;
  /** Milliseconds since 1970, as the machine's date says. */
  readonly now: () => number;
  /** Which transports {@link Runtime.dial} knows, the preferred first. */
  readonly transports: readonly SocketAddress['transport'][];
  /**
   * Why this address cannot be dialled from here, as the end of a sentence; `undefined` where it can. Without it
   * {@link Runtime.transports} says all.
   */
  readonly undialable?: (address: SocketAddress) => string | undefined;
  /** Opens a wire. Rejects with an `Error` that says what the system said, or with the signal's reason. */
  dial(address: SocketAddress, signal: AbortSignal): Promise<DialledWire>;
  /** Asks a web server. Rejects where none answers, or the answer is too long. */
  ask(request: WebRequest): Promise<WebAnswer>;
}
