import type { Clock } from '../clock/clock.ts';
import type { Wire, WireEvents } from '../connection/wire.ts';

/**
 * What the other side may send while we do not read. A WebSocket cannot be paused as TCP can: what comes is kept here,
 * and a sender that takes no heed of its streams' bounds would fill the memory of a browser tab. It is four times what
 * a connection may queue for the other direction; beyond it the wire is destroyed.
 */
const MAX_PAUSED_BYTES = 16 * 1024 * 1024;

/** What a kept message costs beside its bytes: millions of empty ones are no less than a flood. */
const MESSAGE_COST_BYTES = 256;

/**
 * No event tells that bytes have left: while some wait, it is looked again and again. Soon at first, since a writer
 * that has more waits for it; then more and more slowly, since a receiver that is slow stays so.
 */
const FIRST_LOOK_MS = 1;
const LAST_LOOK_MS = 50;

/** A WebSocket as browsers and Node have it (WHATWG), as a wire. It is open. */
export class WebSocketWire implements Wire {
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  #events: WireEvents | undefined;
  #paused = false;
  #delivering = false;
  /** Messages that came and were not delivered yet, in order. */
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #look: Disposable | undefined;
  /** The socket is closed: once what came before is delivered, it is told. */
  #over = false;
  #told = false;
  /** Takes our listeners off the socket. */
  readonly #listening = new AbortController();

  constructor(socket: WebSocket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    socket.binaryType = 'arraybuffer';
    const { signal } = this.#listening;
    socket.addEventListener('message', ({ data }) => this.#onMessage(data), { signal });
    socket.addEventListener('close', ({ wasClean }) => this.#onClose(wasClean), { signal });
  }

  /** Tells `events` what happens, from the first message on. */
  attach(events: WireEvents): void {
    this.#events = events;
    this.#deliverSoon();
  }

  write(bytes: Uint8Array): void {
    if (this.#over || this.#socket.readyState !== this.#socket.OPEN || bytes.length === 0) return;
    // Memory that is shared between threads, which the type allows for, is made nowhere in the protocol.
    this.#socket.send(bytes as Uint8Array<ArrayBuffer>);
    if (this.#look === undefined) this.#lookAfter(FIRST_LOOK_MS);
  }

  get backlog(): number {
    return this.#over ? 0 : this.#socket.bufferedAmount;
  }

  /** Keeps what comes from now on, {@link MAX_PAUSED_BYTES} at most. */
  pause(): void {
    this.#paused = true;
  }

  /** Delivers what was kept, in a later microtask, as a socket does: whoever resumes is not called back at once. */
  resume(): void {
    this.#paused = false;
    this.#deliverSoon();
  }

  /** Closes once what was written is sent. What comes meanwhile is not read: a WebSocket has no half that stays open. */
  end(): void {
    this.#drop();
    this.#socket.close();
    this.#deliverSoon();
  }

  /**
   * Closes at once, for its owner. The system's socket goes when the other side has answered the closing, or is gone:
   * browsers let nobody cut it off.
   */
  destroy(): void {
    this.#over = true;
    this.#listening.abort();
    this.#stopLooking();
    this.#drop();
    this.#socket.close();
    this.#deliverSoon();
  }

  #onMessage(data: unknown): void {
    if (!(data instanceof ArrayBuffer)) {
      // Text has no meaning here; whoever sends it is not one of us.
      this.destroy();
      return;
    }
    // In a tab in the background timers run once a second: what comes is a chance to look, too.
    if (this.#look !== undefined && this.#socket.bufferedAmount === 0) this.#drained();
    if (this.#over) return;
    this.#kept.push(new Uint8Array(data));
    this.#keptBytes += data.byteLength + MESSAGE_COST_BYTES;
    this.#deliver();
    if (this.#keptBytes > MAX_PAUSED_BYTES) this.destroy();
  }

  #onClose(wasClean: boolean): void {
    this.#stopLooking();
    // As with TCP: what was sent before the end is still read, what a broken socket held is lost.
    if (!wasClean) this.#drop();
    this.#over = true;
    this.#deliver();
  }

  #drop(): void {
    this.#kept = [];
    this.#keptBytes = 0;
  }

  #deliverSoon(): void {
    queueMicrotask(() => this.#deliver());
  }

  /** Whoever is told a message may pause, resume, or end the wire: the next waits until they are done. */
  #deliver(): void {
    const events = this.#events;
    if (events === undefined || this.#delivering) return;
    const kept = this.#kept;
    let at = 0;
    this.#delivering = true;
    try {
      while (!this.#paused && kept === this.#kept && at < kept.length) {
        const bytes = kept[at++] as Uint8Array;
        this.#keptBytes -= bytes.length + MESSAGE_COST_BYTES;
        events.onBytes(bytes);
      }
    } finally {
      kept.splice(0, at);
      this.#delivering = false;
    }
    if (!this.#over || this.#told || this.#kept.length > 0) return;
    this.#told = true;
    events.onClosed();
  }

  #lookAfter(ms: number): void {
    this.#look = this.#clock.after(ms, () => {
      if (this.#socket.bufferedAmount === 0) this.#drained();
      else this.#lookAfter(Math.min(2 * ms, LAST_LOOK_MS));
    });
  }

  #drained(): void {
    this.#stopLooking();
    this.#events?.onDrained();
  }

  #stopLooking(): void {
    this.#look?.[Symbol.dispose]();
    this.#look = undefined;
  }
}
