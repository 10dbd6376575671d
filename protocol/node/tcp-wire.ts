import type { Socket } from 'node:net';
import type { Wire, WireEvents } from '../connection/wire.ts';

/** A TCP or local socket as a wire. */
export class TcpWire implements Wire {
  readonly #socket: Socket;
  #events: WireEvents | undefined;
  /** One function for all writes, so that a write costs no closure. */
  readonly #onWritten = (): void => {
    if (this.#socket.writableLength === 0) this.#events?.onDrained();
  };

  constructor(socket: Socket) {
    this.#socket = socket;
    // Nagle's algorithm holds small frames back for 40 ms a step: a call through a tunnel takes 89 ms with it.
    socket.setNoDelay(true);
    // Here, and not when somebody listens: an error that nobody hears ends the process.
    socket.on('error', () => socket.destroy());
  }

  /** Tells `events` what happens from now on. */
  attach(events: WireEvents): void {
    this.#events = events;
    const socket = this.#socket;
    socket.on('data', (bytes) => events.onBytes(bytes));
    if (socket.closed) queueMicrotask(() => events.onClosed());
    else socket.on('close', () => events.onClosed());
  }

  write(bytes: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes, this.#onWritten);
  }

  get backlog(): number {
    return this.#socket.writableLength;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
