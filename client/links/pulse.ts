import { type Clock, concat, type LoneWire, type WireEvents } from '@open-rooms/protocol';
import { LinkError } from './link.ts';
import { DOUBT_MS, MAX_UNANSWERED, PULSE_SILENT_MS, UNANSWERED_LONGEST_MS } from './link-limits.ts';

/** The one stream of every connection that stays open as long as the connection: spec/links.md. */
export const PULSE_PROTOCOL = '/open-rooms/pulse/1.0.0';

/** One byte that says which of both it is, and four of its number. */
const BEAT_BYTES = 5;
const ASK = 0;
const ANSWER = 1;

/** More at once nobody who asks and answers has to say. */
const MOST_BYTES = 2 * MAX_UNANSWERED * BEAT_BYTES;

/** Round trips of the path that an answer may take when it is doubted. */
const DOUBT_ROUNDS = 4;

/** Questions in that time: SCTP sends a lost one again only after most of it. */
const DOUBT_ASKS = 4;

export interface PulseEvents {
  /** Milliseconds between questions, now. */
  pause(): number;
  /** When something last came over the connection, on whatever stream: that, too, shows that the far end is there. */
  heardAt(): number;
  /** It has answered, or has not for too long. */
  onChange(): void;
  /** It was doubted and did not answer in time. */
  onGone(): void;
  /** The stream is over, or something else came over it. */
  onClosed(): void;
}

/** A question that was sent. */
interface Question {
  readonly at: number;
  readonly answered: PromiseWithResolvers<void>;
}

/** Asks the far end of a connection again and again whether it is there, and answers it the same. */
export class Pulse implements WireEvents {
  readonly #wire: LoneWire;
  readonly #clock: Clock;
  readonly #events: PulseEvents;
  /** The questions that have no answer yet, oldest first. */
  readonly #asked = new Map<number, Question>();
  /** The next question, while the wire takes none. */
  #next: PromiseWithResolvers<void> | undefined;
  #number = 0;
  /** The beginning of a word whose end has not come. */
  #rest: Uint8Array = new Uint8Array();
  #roundTripMs: number | undefined;
  #isSilent = false;
  #isOver = false;
  #timer: Disposable | undefined;
  #doubting: Disposable | undefined;

  constructor(wire: LoneWire, clock: Clock, events: PulseEvents) {
    this.#wire = wire;
    this.#clock = clock;
    this.#events = events;
    wire.attach(this);
    this.#beat();
  }

  /** Milliseconds there and back, as measured last; `undefined` where nothing came back yet. */
  get roundTripMs(): number | undefined {
    return this.#roundTripMs;
  }

  /** Whether something came back, and goes on doing so. */
  get isHealthy(): boolean {
    return this.#roundTripMs !== undefined && !this.#isSilent && !this.#isOver;
  }

  /** Asks at once, some times. Where neither an answer comes in time nor anything else, the far end is gone. */
  doubt(): void {
    if (this.#doubting !== undefined || this.#isOver) return;
    const begun = this.#clock.now();
    const patience = Math.max(DOUBT_MS, DOUBT_ROUNDS * (this.#roundTripMs ?? 0));
    const look = (asks: number) => {
      this.#doubting = undefined;
      if (this.#isOver) return;
      if (asks < DOUBT_ASKS) {
        // Set before it is asked: the answer may come at once.
        this.#doubting = this.#clock.after(patience / DOUBT_ASKS, () => look(asks + 1));
        this.ask().then(() => this.#trust(), isKnown);
        // What the far end sent before it left has arrived by half of the time.
      } else if (this.#events.heardAt() <= begun + patience / 2) this.#events.onGone();
    };
    look(0);
  }

  /** Asks now, or once the wire takes it. Resolves when it has answered; rejects where the pulse ends before. */
  ask(): Promise<void> {
    this.#next ??= Promise.withResolvers();
    const { promise, reject } = this.#next;
    promise.catch(isKnown);
    if (this.#isOver) reject(isOver());
    else this.#askNext();
    return promise;
  }

  close(): void {
    this.#end();
    this.#wire.end();
  }

  onBytes(bytes: Uint8Array): void {
    if (this.#isOver) return;
    if (bytes.length > MOST_BYTES) return this.#breach();
    const all = this.#rest.length === 0 ? bytes : concat(this.#rest, bytes);
    const words = new DataView(all.buffer, all.byteOffset, all.length);
    let at = 0;
    for (; at + BEAT_BYTES <= all.length && !this.#isOver; at += BEAT_BYTES) {
      const number = words.getUint32(at + 1);
      if (all[at] === ASK) this.#say(ANSWER, number);
      else if (all[at] === ANSWER) this.#onAnswer(number);
      else this.#breach();
    }
    this.#rest = all.slice(at);
    this.#judge();
  }

  onDrained(): void {
    if (!this.#isOver) this.#askNext();
  }

  onClosed(): void {
    if (this.#isOver) return;
    this.#end();
    this.#events.onClosed();
  }

  #beat(): void {
    this.#judge();
    if (this.#isOver) return;
    void this.ask();
    this.#timer = this.#clock.after(this.#events.pause(), () => this.#beat());
  }

  /** Whether it is silent: what was never sent has no answer to wait for. */
  #judge(): void {
    const [oldest] = this.#asked.values();
    const now = this.#clock.now();
    const waited = oldest === undefined ? 0 : now - oldest.at;
    const unheard = Math.min(waited, now - this.#events.heardAt());
    const isSilent = unheard >= PULSE_SILENT_MS || waited >= UNANSWERED_LONGEST_MS;
    if (isSilent === this.#isSilent || this.#isOver) return;
    this.#isSilent = isSilent;
    this.#events.onChange();
  }

  /** Says the next question, where there is one and the far end reads. */
  #askNext(): void {
    if (this.#next === undefined || this.#wire.backlog > 0) return;
    const number = this.#number++ >>> 0;
    this.#asked.set(number, { at: this.#clock.now(), answered: this.#next });
    this.#next = undefined;
    this.#forgetOldest();
    this.#say(ASK, number);
  }

  /** Of those that nobody answers a few are enough. */
  #forgetOldest(): void {
    if (this.#asked.size <= MAX_UNANSWERED) return;
    const [oldest] = this.#asked;
    if (oldest === undefined) return;
    this.#asked.delete(oldest[0]);
    oldest[1].answered.reject(isOver());
  }

  #say(kind: number, number: number): void {
    // Whoever does not read is answered nothing.
    if (this.#isOver || this.#wire.backlog > 0) return;
    const word = new Uint8Array(BEAT_BYTES);
    word[0] = kind;
    new DataView(word.buffer).setUint32(1, number);
    this.#wire.write(word);
  }

  #onAnswer(number: number): void {
    const question = this.#asked.get(number);
    if (question === undefined) return;
    for (const [earlier, { answered }] of this.#asked) {
      this.#asked.delete(earlier);
      answered.resolve();
      if (earlier === number) break;
    }
    this.#roundTripMs = this.#clock.now() - question.at;
    this.#isSilent = false;
    this.#events.onChange();
  }

  #trust(): void {
    this.#doubting?.[Symbol.dispose]();
    this.#doubting = undefined;
  }

  #breach(): void {
    this.#end();
    this.#wire.destroy();
    this.#events.onClosed();
  }

  #end(): void {
    this.#isOver = true;
    this.#timer?.[Symbol.dispose]();
    this.#trust();
    for (const { answered } of this.#asked.values()) answered.reject(isOver());
    this.#next?.reject(isOver());
    this.#asked.clear();
  }
}

/** Whoever waits for an answer hears that there is none; all others need not. */
function isKnown(): void {}

function isOver(): LinkError {
  return new LinkError('ended', 'The connection is over.');
}
