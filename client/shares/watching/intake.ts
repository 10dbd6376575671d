import {
  type ArrivalFault,
  Arrivals,
  type Chunk,
  type Clock,
  type CryptoBackend,
  Decodable,
  type GroupCache,
  type MediaPiece,
  openChunk,
  type Position,
  SeenChunks,
  ShareFault,
  type ShareId,
  type VideoConfig,
} from '@open-rooms/protocol';
import { throwLater } from '../../connection/room-connection.ts';
import type { Feeding } from '../feeding/feeding.ts';

/** Keys of epochs that are remembered: the one in use, the next, and one more for chunks that are late. */
const MAX_EPOCH_KEYS = 3;

/** Frames whose place in the share is remembered, so that what is on screen can be told: at 60 a second, some ten. */
const MAX_SHOWN_FRAMES = 600;

export interface IntakeParts {
  readonly clock: Clock;
  readonly crypto: CryptoBackend;
  readonly share: ShareId;
  /** 32 bytes. */
  readonly sharerKey: Uint8Array;
  readonly cache: GroupCache;
  readonly feeding: Pick<Feeding, 'push'>;
  /** The picture stands still until a keyframe comes, or goes on again. */
  readonly onBroken: (isBroken: boolean) => void;
  /** A piece was opened. */
  readonly onOpened: () => void;
}

/** Takes the next that one parent sends: the chunk, be it known already, or what no honest parent does. */
export type IntakeFrom = (bytes: Uint8Array) => Chunk | ArrivalFault;

/** A frame that was opened. */
export interface OpenedFrame extends Position {
  /** Microseconds of the share's time. */
  readonly timestamp: number;
  readonly layer: number;
  /** How many there were with it. */
  readonly count: number;
  /** When it was opened, by the clock. */
  readonly at: number;
}

interface PieceListener {
  readonly take: (piece: MediaPiece) => void;
  /** Whether it had a keyframe: what comes before one is of no use to it yet. */
  isStarted: boolean;
}

/**
 * What comes of a share, from whichever parent: verified, put in order, kept and fed on, and only then opened, so that
 * those behind wait for no decoder (spec/shares.md).
 */
export class Intake {
  readonly #parts: IntakeParts;
  readonly #seen = new SeenChunks();
  readonly #decodable = new Decodable();
  readonly #keys = new Map<number, Uint8Array>();
  readonly #listeners = new Set<PieceListener>();
  readonly #frames: OpenedFrame[] = [];
  #config: VideoConfig | undefined;
  #isBroken = false;
  #timer: Disposable | undefined;
  /** The group that was given a second time, because it could not be decoded. */
  #repeated = -1;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** The frames that were opened last, oldest first. */
  get frames(): readonly OpenedFrame[] {
    return this.#frames;
  }

  /** How the picture is made, as the last keyframe says. */
  get config(): VideoConfig | undefined {
    return this.#config;
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Takes what one parent sends over one carrier. */
  from(isOrdered: boolean): IntakeFrom {
    const { crypto, share, sharerKey } = this.#parts;
    const arrivals = new Arrivals({ crypto, share, sharerKey, isOrdered, seen: this.#seen });
    return (bytes) => {
      const arrival = arrivals.take(bytes);
      if (arrival.kind === 'fault') return arrival.why;
      const { kind, chunk } = arrival;
      if (kind === 'chunk') this.#pass(this.#decodable.take(chunk, this.#parts.clock.now(), isOrdered));
      return chunk;
    };
  }

  /** The key of an epoch: what came before it and is kept is opened now. */
  setKey(epoch: number, key: Uint8Array): void {
    const isNew = !this.#keys.has(epoch);
    this.#keys.set(epoch, key);
    for (const known of [...this.#keys.keys()].sort((a, b) => a - b).slice(0, -MAX_EPOCH_KEYS))
      this.#keys.delete(known);
    const [first] = this.#parts.cache.since();
    if (!isNew || first?.epoch !== epoch) return;
    for (const chunk of this.#parts.cache.since()) this.#open(chunk, this.#listeners);
  }

  /** Calls `listener` with each piece until disposed; with the current group at once. */
  onPiece(take: (piece: MediaPiece) => void): Disposable {
    const listener: PieceListener = { take, isStarted: false };
    for (const chunk of this.#parts.cache.since()) this.#open(chunk, [listener]);
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Gives the current group once more to everybody. Whether it did: once for each group. */
  repeat(): boolean {
    const [first] = this.#parts.cache.since();
    if (first === undefined || first.group === this.#repeated) return false;
    this.#repeated = first.group;
    for (const listener of this.#listeners) listener.isStarted = false;
    for (const chunk of this.#parts.cache.since()) this.#open(chunk, this.#listeners);
    return true;
  }

  close(): void {
    this.#timer?.[Symbol.dispose]();
    this.#listeners.clear();
    this.#parts.cache.clear();
  }

  #pass(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) {
      this.#parts.cache.push(chunk);
      this.#parts.feeding.push(chunk);
      const waiting = chunk.isKey ? [...this.#listeners].filter(({ isStarted }) => !isStarted) : [];
      this.#open(chunk, this.#listeners);
      // Sound goes first where both wait: what came of it before its keyframe is kept behind that.
      if (waiting.length > 0)
        for (const kept of this.#parts.cache.since().slice(1)) this.#open(kept, waiting);
    }
    // Another parent may bring what is missing, and then this again.
    for (const lost of this.#decodable.takeLost()) this.#seen.forget(lost);
    this.#look();
  }

  #look(): void {
    const { clock, onBroken } = this.#parts;
    this.#timer?.[Symbol.dispose]();
    const due = this.#decodable.deadline;
    if (due !== undefined)
      this.#timer = clock.after(Math.max(0, due - clock.now()), () =>
        this.#pass(this.#decodable.tick(clock.now())),
      );
    const { isBroken } = this.#decodable;
    if (isBroken === this.#isBroken) return;
    this.#isBroken = isBroken;
    onBroken(isBroken);
  }

  #open(chunk: Chunk, listeners: Iterable<PieceListener>): void {
    const piece = this.#pieceIn(chunk);
    if (piece === undefined) return;
    if (piece.track === 'video') this.#note(chunk, piece.timestamp, piece.config);
    for (const listener of [...listeners]) {
      listener.isStarted ||= chunk.isKey;
      if (listener.isStarted) this.#tell(listener, piece);
    }
    this.#parts.onOpened();
  }

  /** A listener that fails holds up nobody, those who are fed from here least of all. It is its program that is told. */
  #tell(listener: PieceListener, piece: MediaPiece): void {
    try {
      listener.take(piece);
    } catch (error) {
      throwLater(error);
    }
  }

  /** `undefined` for one whose key is not here, and for one that the sharer itself has made badly. */
  #pieceIn(chunk: Chunk): MediaPiece | undefined {
    const key = this.#keys.get(chunk.epoch);
    if (key === undefined) return undefined;
    try {
      return openChunk(this.#parts.crypto, chunk, key);
    } catch (error) {
      if (error instanceof ShareFault) return undefined;
      throw error;
    }
  }

  #note({ group, sequence, layer }: Chunk, timestamp: number, config: VideoConfig | undefined): void {
    this.#config = config ?? this.#config;
    const last = this.#frames.at(-1);
    const isNew =
      last === undefined || group > last.group || (group === last.group && sequence > last.sequence);
    if (!isNew) return;
    const at = this.#parts.clock.now();
    this.#frames.push({ group, sequence, timestamp, layer, at, count: (last?.count ?? 0) + 1 });
    if (this.#frames.length > MAX_SHOWN_FRAMES) this.#frames.splice(0, MAX_SHOWN_FRAMES / 2);
  }
}
