import { toHex } from '../bytes/hex.ts';
import { BodyType, END, HEAD_BYTES, readLength, readRequest, STREAM, writeHead } from './frame.ts';
import { SERVER_LIMITS, type SessionLimits } from './limits.ts';
import { Session, type SessionEvent } from './session.ts';
import type { Stream } from './stream.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A frame as a line of a transcript. */
export interface Line {
  readonly flags: number;
  readonly request: number;
  readonly body: string;
}

/** More than any test sends. */
export const ALL_BYTES = 2 ** 31;

export const allocate = (length: number): Uint8Array => new Uint8Array(length);

/** The bytes of a frame. */
export function frameOf(flags: number, request: number, body: string | Uint8Array): Uint8Array {
  const bytes = typeof body === 'string' ? encoder.encode(body) : body;
  const frame = new Uint8Array(HEAD_BYTES + bytes.length);
  writeHead(frame, 0, flags, bytes.length, request);
  frame.set(bytes, HEAD_BYTES);
  return frame;
}

/** The frames that lie side by side in `bytes`. */
export function linesOf(bytes: Uint8Array): Line[] {
  const lines: Line[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + HEAD_BYTES + readLength(bytes, at);
    const body = decoder.decode(bytes.subarray(at + HEAD_BYTES, end));
    lines.push({ flags: bytes[at] ?? 0, request: readRequest(bytes, at), body });
    at = end;
  }
  return lines;
}

export const JSON_END = BodyType.json | END;
export const STREAM_END = JSON_END | STREAM;

/** The bytes of a request. */
export function ask(request: number, type = 'async', name = 'method', args: unknown = []): Uint8Array {
  const flags = BodyType.json | (type === 'async' ? 0 : STREAM);
  return frameOf(flags, request, JSON.stringify({ name: name.split('.'), args, type }));
}

/** The stream of the one request among `events`. */
export function askedOf(events: readonly SessionEvent[]): Stream {
  const [stream, ...more] = events.flatMap((event) => (event.kind === 'request' ? [event.stream] : []));
  if (stream === undefined || more.length > 0) throw new Error(`${more.length + 1} requests, 1 was expected`);
  return stream;
}

/** How a request is refused. */
export function refusal(request: number, sentence: string, flags = JSON_END): Line {
  return { flags, request: -request, body: JSON.stringify({ message: sentence, name: 'Error', stack: '' }) };
}

/** An event without objects of ours, to be compared. */
export function plain(event: SessionEvent): unknown {
  if (event.kind === 'request') return ['request', event.stream.id, event.stream.type, event.request];
  if (event.kind === 'frame') return ['frame', event.stream.id, toHex(event.frame)];
  if (event.kind === 'end') return ['end', event.stream.id, event.error];
  return event;
}

/** A session whose socket takes everything at once, unless {@link TestSession.stall} was called. */
export class TestSession {
  readonly session: Session;
  #stalled = false;

  constructor(limits: Partial<SessionLimits> = {}) {
    this.session = new Session({ ...SERVER_LIMITS, ...limits }, allocate, () => undefined);
    this.session.outbox.grant(ALL_BYTES);
  }

  /** From now on the socket takes nothing. */
  stall(): void {
    this.#stalled = true;
    this.session.outbox.grant(0);
  }

  /** Feeds bytes and collects the events, none of which is handled meanwhile. */
  feed(...parts: readonly Uint8Array[]): SessionEvent[] {
    const events: SessionEvent[] = [];
    for (const part of parts) {
      for (const event of this.session.receive(part, 0)) {
        // A frame is good until the next event.
        events.push(event.kind === 'frame' ? { ...event, frame: event.frame.slice() } : event);
      }
    }
    return events;
  }

  /** What was sent since the last call. */
  sent(): Line[] {
    if (!this.#stalled) this.session.outbox.grant(ALL_BYTES);
    return linesOf(this.session.outbox.take() ?? new Uint8Array(0));
  }
}
