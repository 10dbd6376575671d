import type { AudioConfig, AudioPiece, MediaPiece, VideoConfig, VideoPiece } from '@open-rooms/protocol';
import { MediaFileError } from './media-file-error.ts';
import { type RecordedFacts, RecordedFile } from './recorded-file.ts';
import { cannotWrite, checkPlace, freeName, type RecordingKind, recordingKind } from './recording-kind.ts';

/** Why another file was begun: another size, another codec, sound that began or changed, a time that began again. */
export type NewFileReason = 'size' | 'codec' | 'sound' | 'time';

export interface RecorderEvents {
  /** A file begins; `why` where it is not the first. */
  onFile(path: string, why: NewFileReason | undefined): void;
  /** A file is whole. */
  onSaved(facts: RecordedFacts): void;
  /** Nothing is written any more. */
  onFailed(error: Error): void;
  /** Whether there is to be sound; where nobody says, what comes soon is taken. */
  expectsSound?(): boolean;
}

/** Microseconds of picture that are held back at the beginning: a file has to know whether it has sound. */
const SOUND_AWAITED = 500_000;

/** The same where there is to be sound: what it is made of is said at the beginning of each group, of ten seconds. */
const EXPECTED_SOUND_AWAITED = 12_000_000;

/** Microseconds of picture without sound after which a file has none from there on. */
const SOUND_MISSED = 5_000_000;

/** A disk that is slower than the share for so long that this much waits is too slow. */
const UNWRITTEN_MAX_BYTES = 64 * 1024 * 1024;

/** Writes what is seen and heard of a share to a file as it comes: nothing is encoded anew. */
export class Recorder {
  readonly #path: string;
  readonly #kind: RecordingKind;
  readonly #events: RecorderEvents;
  readonly #waiting: MediaPiece[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | undefined;
  /** What begins a file, until it is known whether that has sound. */
  #held: MediaPiece[] = [];
  #file: RecordedFile | undefined;
  #audio: AudioConfig | undefined;
  #number = 0;
  #why: NewFileReason | undefined;
  #isOver = false;

  constructor(path: string, kind: RecordingKind, events: RecorderEvents) {
    this.#path = path;
    this.#kind = kind;
    this.#events = events;
  }

  /** Takes what came; what comes before the first keyframe is left out. */
  take(piece: MediaPiece): void {
    if (this.#isOver) return;
    this.#waiting.push(piece);
    this.#waitingBytes += bytesOf(piece);
    if (this.#waitingBytes > UNWRITTEN_MAX_BYTES) {
      const sentence = `Cannot save to "${this.#path}": the disk is too slow, ${UNWRITTEN_MAX_BYTES} bytes wait for it.`;
      this.#fail(new MediaFileError('media-unwritable', sentence));
      return;
    }
    this.#writing ??= this.#write();
  }

  /** Writes what is there and closes the file: it is whole then. */
  async finish(): Promise<void> {
    await this.#writing;
    if (this.#isOver) return;
    this.#isOver = true;
    try {
      await this.#open();
      await this.#close();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #write(): Promise<void> {
    try {
      for (let piece = this.#waiting.shift(); piece !== undefined; piece = this.#waiting.shift()) {
        await this.#on(piece);
        this.#waitingBytes -= bytesOf(piece);
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#writing = undefined;
  }

  #fail(error: unknown): void {
    this.#isOver = true;
    this.#waiting.length = 0;
    const told = cannotWrite(this.#path, error);
    this.#events.onFailed(told instanceof Error ? told : new Error(String(told)));
  }

  async #on(piece: MediaPiece): Promise<void> {
    if (piece.track === 'audio' && piece.config !== undefined) this.#audio = piece.config;
    const why = this.#file && whyAnother(this.#file, piece, this.#audio);
    if (why !== undefined) {
      await this.#close();
      this.#why = why;
    }
    if (this.#file !== undefined) return this.#add(this.#file, piece);
    const [first] = this.#held;
    if (first === undefined && !isBeginning(piece)) return;
    this.#held.push(piece);
    const heldFor = piece.timestamp - (first?.timestamp ?? piece.timestamp);
    const awaited = this.#events.expectsSound?.() ? EXPECTED_SOUND_AWAITED : SOUND_AWAITED;
    if (this.#audio !== undefined || heldFor >= awaited) await this.#open();
  }

  async #open(): Promise<void> {
    const [first] = this.#held;
    if (first === undefined || !isBeginning(first)) return;
    const { path, number } = await freeName(this.#path, this.#number + 1);
    this.#number = number;
    const shape = { video: first.config, audio: this.#audio };
    const file = await RecordedFile.begin(path, this.#kind, shape, first.timestamp);
    this.#file = file;
    this.#events.onFile(path, this.#why);
    for (const piece of this.#held.splice(0)) await this.#add(file, piece);
  }

  async #add(file: RecordedFile, piece: MediaPiece): Promise<void> {
    if (piece.track === 'video') await file.addVideo(piece);
    else if (isSameSound(file.shape.audio, this.#audio)) await file.addAudio(piece);
    if (!file.hears || file.silence < SOUND_MISSED) return;
    file.giveUpSound();
    this.#audio = undefined;
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) this.#events.onSaved(await file.finish());
  }
}

/** Whether a file may begin with it. */
function isBeginning(piece: MediaPiece): piece is VideoPiece & { readonly config: VideoConfig } {
  return piece.track === 'video' && piece.isKey && piece.config !== undefined;
}

/** Why a piece begins another file; `undefined` where it goes on in this one. */
function whyAnother(
  file: RecordedFile,
  piece: MediaPiece,
  audio: AudioConfig | undefined,
): NewFileReason | undefined {
  if (!isBeginning(piece)) return undefined;
  const { config } = piece;
  const { video } = file.shape;
  if (config.width !== video.width || config.height !== video.height) return 'size';
  if (config.codec !== video.codec || !isSameDescription(config, video)) return 'codec';
  if (piece.timestamp <= file.lastVideo) return 'time';
  if (audio !== undefined && (!file.hears || !isSameSound(file.shape.audio, audio))) return 'sound';
  return undefined;
}

function isSameSound(one: AudioConfig | undefined, other: AudioConfig | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const { codec, sampleRate, channels } = one;
  if (codec !== other.codec || sampleRate !== other.sampleRate || channels !== other.channels) return false;
  return isSameDescription(one, other);
}

type Described = Pick<VideoConfig, 'description'>;

function isSameDescription({ description: one }: Described, { description: other }: Described): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

function bytesOf(piece: VideoPiece | AudioPiece): number {
  if (piece.track === 'video') return piece.data.length;
  return piece.packets.reduce((sum, { length }) => sum + length, 0);
}

/**
 * A recorder to a file by whose name it is WebM or MP4.
 * @throws MediaFileError where there is such a file already, or none can be written there
 */
export async function openRecorder(path: string, events: RecorderEvents): Promise<Recorder> {
  const kind = recordingKind(path);
  await checkPlace(path);
  return new Recorder(path, kind, events);
}
