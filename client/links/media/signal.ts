import { type Clock, TokenBucket } from '@open-rooms/protocol';
import * as v from 'valibot';

/** Longest message that is read: a description of many tracks is some ten kilobytes. */
export const SIGNAL_MAX_BYTES = 64 * 1024;

/** Longest text that names a connection. */
const CONNECTION_NAME_MAX = 64;

/** Connections that one media connection may have been, one after the other. */
const CONNECTIONS_MAX = 1_000_000;

/** Messages of a far end that signals without end: each may cost a negotiation. */
const SIGNALS_PER_SECOND = 20;
const SIGNALS_AT_ONCE = 200;

/** The stream that a media connection is signalled over. */
export const SIGNAL_PROTOCOL = '/open-rooms/signal/1.0.0';

/** What signalling needs of a stream of bytes, such as a link's. */
export interface SignalWire extends AsyncIterable<Uint8Array> {
  write(bytes: Uint8Array): Promise<void>;
  /** Says, behind all that was written, that nothing more comes. */
  end(): Promise<void>;
  /** Ends both directions at once. */
  abort(sentence: string): void;
}

const connection = v.pipe(v.string(), v.minLength(1), v.maxLength(CONNECTION_NAME_MAX));

const descriptionSchema = v.object({
  connection,
  /** How many connections there were with this one: the newest counts. */
  count: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(CONNECTIONS_MAX)),
  description: v.object({ type: v.picklist(['offer', 'answer']), sdp: v.string() }),
  /** Whoever says it cannot negotiate a connection twice. */
  once: v.optional(v.literal(true)),
});
export type DescriptionSignal = v.InferOutput<typeof descriptionSchema>;

const candidateSchema = v.object({
  connection,
  candidate: v.object({
    candidate: v.string(),
    sdpMid: v.nullish(v.string(), null),
    sdpMLineIndex: v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), null),
  }),
});
export type CandidateSignal = v.InferOutput<typeof candidateSchema>;

const byeSchema = v.object({ bye: v.literal(true) });

const signalSchema = v.union([descriptionSchema, candidateSchema, byeSchema]);

/** A message of the signal stream (spec/media-connection.md). */
export type Signal = v.InferOutput<typeof signalSchema>;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** A message as it travels: its length as an unsigned varint, then JSON. */
export function writeSignal(signal: Signal): Uint8Array {
  const json = encoder.encode(JSON.stringify(signal));
  const head: number[] = [];
  let rest = json.length;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) head.push((rest & 0x7f) | 0x80);
  head.push(rest);
  const bytes = new Uint8Array(head.length + json.length);
  bytes.set(head);
  bytes.set(json, head.length);
  return bytes;
}

/** A far end that signals what no writer makes. */
export class BadSignal extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'BadSignal';
  }
}

/** Takes messages out of bytes, however these are cut. What has to wait is joined once it is whole. */
export class SignalReader {
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  /** With fewer bytes nothing more can be read. */
  #wanted = 1;

  /**
   * The messages that are complete with these bytes.
   * @throws BadSignal
   */
  read(bytes: Uint8Array): Signal[] {
    if (bytes.length > 0) this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes < this.#wanted) return [];
    const all = this.#joined();
    const signals: Signal[] = [];
    let at = 0;
    for (let rest = all; ; rest = all.subarray(at)) {
      const head = readLength(rest);
      const end = head === undefined ? rest.length + 1 : head.bytes + head.length;
      if (head === undefined || rest.length < end) {
        this.#waiting = [rest.slice()];
        this.#waitingBytes = rest.length;
        this.#wanted = end;
        return signals;
      }
      signals.push(parse(rest.subarray(head.bytes, end)));
      at += end;
    }
  }

  /** They may be more than a call has arguments. */
  #joined(): Uint8Array {
    const all = new Uint8Array(this.#waitingBytes);
    let at = 0;
    for (const bytes of this.#waiting) {
      all.set(bytes, at);
      at += bytes.length;
    }
    return all;
  }
}

/** What is told of a signal stream. */
export interface SignalEvents {
  onSignal(signal: Signal): void;
  /** Once, when nothing more comes, whoever ended it. */
  onEnd(): void;
}

/** Messages over one stream of bytes, both ways. Whoever sends nonsense, or too much, is cut. */
export class SignalStream {
  readonly #wire: SignalWire;
  readonly #events: SignalEvents;
  readonly #clock: Clock;
  #isOver = false;

  constructor(wire: SignalWire, clock: Clock, events: SignalEvents) {
    this.#wire = wire;
    this.#events = events;
    this.#clock = clock;
    void this.#read();
  }

  /** Sends behind all that was sent before. What cannot be sent any more is lost with its stream. */
  send(signal: Signal): void {
    if (this.#isOver) return;
    this.#wire.write(writeSignal(signal)).catch(() => this.#end());
  }

  /** Ends it, behind all that was sent. */
  close(): void {
    if (this.#isOver) return;
    this.#end();
    this.#wire.end().catch(() => undefined);
  }

  /** Ends it at once: whatever is under way is lost. */
  abort(sentence: string): void {
    this.#end();
    this.#wire.abort(sentence);
  }

  async #read(): Promise<void> {
    const reader = new SignalReader();
    const pace = new TokenBucket(SIGNALS_PER_SECOND, SIGNALS_AT_ONCE);
    try {
      for await (const bytes of this.#wire) {
        for (const signal of reader.read(bytes)) {
          pace.take(this.#clock.now());
          if (pace.delay(this.#clock.now()) > 0) throw new BadSignal('You signal too much: wait.');
          if (!this.#isOver) this.#events.onSignal(signal);
        }
      }
      this.close();
    } catch (error) {
      if (error instanceof BadSignal) this.abort(error.message);
      else this.#end();
    }
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#events.onEnd();
  }
}

/** The length that bytes begin with, and how many of them say it; `undefined` where that is not all there yet. */
function readLength(bytes: Uint8Array): { length: number; bytes: number } | undefined {
  let length = 0;
  let scale = 1;
  for (const [at, byte] of bytes.entries()) {
    length += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (length > SIGNAL_MAX_BYTES || scale > SIGNAL_MAX_BYTES * 0x80)
      throw new BadSignal(`A signal has at most ${SIGNAL_MAX_BYTES} bytes.`);
    if (byte < 0x80) return { length, bytes: at + 1 };
  }
  return undefined;
}

function parse(bytes: Uint8Array): Signal {
  try {
    return v.parse(signalSchema, JSON.parse(decoder.decode(bytes)));
  } catch {
    throw new BadSignal('A signal is JSON: a description or a candidate of a connection, or a bye.');
  }
}
