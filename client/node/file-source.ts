import type { AudioPiece, Clock, VideoFamily } from '@open-rooms/protocol';
import type { EncodeSettings, ShareSource, SourceEvents } from '../shares/share-source.ts';
import { type MediaFile, openMediaFile } from './media-file.ts';
import type { MediaPacket } from './media-packets.ts';
import { nodeRuntime } from './runtime.ts';

export interface FileSourceOptions {
  /** Whether it begins again at its end, for as long as it is shared. */
  readonly loop?: boolean;
  /** By which it is played; the system's, where nobody says. */
  readonly clock?: Clock;
}

/** Milliseconds by which a piece may be late: beyond it the machine has slept or stood still, and time goes on from there. */
const FILE_LATE_MAX_MS = 1000;

/** Milliseconds between a file's end and that of its share: what is still on its way arrives, and its last frame is seen. */
const FILE_LINGER_MS = 1000;

/** Packets of sound in a piece: more would be late, fewer cost a head and a signature each. */
const PACKETS_TOGETHER = 2;

/** Where a file is, between its time and the share's: both in microseconds. */
interface Place {
  /** Of the file: what is played next begins with the keyframe at or before this. */
  readonly from: number;
  /** Of the share, when that is shown. */
  readonly at: number;
}

/** A media file as something to share: it is played as it is, in real time, and nothing is encoded. */
export class FileSource implements ShareSource {
  readonly kind = 'file';
  readonly name: string;
  readonly codecs: readonly VideoFamily[];
  readonly hasAudio: boolean;
  /** The codec of its sound where peers do not speak of it: then it is shared without. */
  readonly unheard: string | undefined;
  readonly #file: MediaFile;
  readonly #loop: boolean;
  readonly #clock: Clock;
  #events: SourceEvents | undefined;
  #playing: AbortController | undefined;
  /** Ends a wait. */
  #wake: () => void = () => undefined;
  #place: Place = { from: 0, at: 0 };
  #sound: MediaPacket[] = [];
  #lacksSoundConfig = true;
  #isOver = false;

  constructor(file: MediaFile, { loop = false, clock = nodeRuntime.clock }: FileSourceOptions) {
    this.name = file.name;
    this.codecs = [file.video.family];
    this.hasAudio = file.audio !== undefined;
    this.unheard = file.unheard;
    this.#file = file;
    this.#loop = loop;
    this.#clock = clock;
  }

  /** Pixels of its picture. */
  get size(): { readonly width: number; readonly height: number } {
    const { width, height } = this.#file.video.config;
    return { width, height };
  }

  start(_settings: EncodeSettings, events: SourceEvents): void {
    this.#events = events;
    this.#play();
  }

  configure(): void {
    // It is encoded already.
  }

  requestKey(): void {
    // Its own come.
  }

  setPaused(isPaused: boolean): void {
    if (isPaused) this.#halt();
    else if (this.#events !== undefined) this.#play();
  }

  stop(): void {
    this.#isOver = true;
    this.#halt();
    this.#file[Symbol.dispose]();
  }

  #halt(): void {
    this.#playing?.abort();
    this.#playing = undefined;
    this.#wake();
    this.#sound = [];
  }

  #play(): void {
    if (this.#isOver || this.#playing !== undefined) return;
    const playing = new AbortController();
    this.#playing = playing;
    void this.#run(playing.signal).catch((error: unknown) => {
      if (playing.signal.aborted) return;
      this.#end(error instanceof Error ? error.message : String(error));
    });
  }

  /** @param why what kept it from being read to its end, where something did */
  #end(why?: string): void {
    this.stop();
    this.#events?.onEnded(why);
  }

  async #run(signal: AbortSignal): Promise<void> {
    // The clock's time at the share's beginning.
    let zero = this.#clock.now() - this.#place.at / 1000;
    do {
      let shift: number | undefined;
      for await (const packet of this.#file.packets(this.#place.from)) {
        if (signal.aborted) return;
        shift ??= this.#place.at - packet.timestamp;
        zero = await this.#until(zero + (packet.due + shift) / 1000, zero);
        if (signal.aborted) return;
        this.#give(packet, shift);
      }
      if (signal.aborted) return;
      this.#flushSound(shift ?? 0);
      this.#place = { from: 0, at: this.#place.at };
      if (shift === undefined) break;
    } while (this.#loop);
    await this.#until(zero + this.#place.at / 1000 + FILE_LINGER_MS, zero);
    if (!signal.aborted) this.#end();
  }

  /** Waits until a time, or until it is halted; answers when the share began, which is later than before where that time is long over. */
  async #until(due: number, zero: number): Promise<number> {
    const lateMs = this.#clock.now() - due;
    if (lateMs >= 0) return lateMs > FILE_LATE_MAX_MS ? zero + lateMs : zero;
    const waited = Promise.withResolvers<void>();
    this.#wake = waited.resolve;
    using _timer = this.#clock.after(-lateMs, waited.resolve);
    await waited.promise;
    return zero;
  }

  #give(packet: MediaPacket, shift: number): void {
    if (packet.track === 'audio') this.#hear(packet, shift);
    else this.#show(packet, shift);
    // Where it goes on, if it is paused or begins again: behind all that was given.
    const end = packet.timestamp + shift + Math.max(1, packet.duration);
    const from = packet.track === 'video' ? Math.max(this.#place.from, packet.timestamp) : this.#place.from;
    this.#place = { from, at: Math.max(this.#place.at, end) };
  }

  #show(packet: MediaPacket, shift: number): void {
    const { isKey, data } = packet;
    // A group begins with the picture: what was heard before it goes before it.
    if (isKey) this.#flushSound(shift);
    this.#lacksSoundConfig ||= isKey;
    const config = isKey ? { config: this.#file.video.config } : {};
    const timestamp = packet.timestamp + shift;
    this.#tell({ track: 'video', isKey, layer: 0, timestamp, data, ...config });
  }

  #hear(packet: MediaPacket, shift: number): void {
    const [first] = this.#sound;
    if (first !== undefined && !follows(first, packet)) this.#flushSound(shift);
    this.#sound.push(packet);
    if (this.#sound.length >= PACKETS_TOGETHER) this.#flushSound(shift);
  }

  #flushSound(shift: number): void {
    const [first] = this.#sound;
    const config = this.#file.audio?.config;
    if (first === undefined || config === undefined) return;
    const piece: AudioPiece = {
      track: 'audio',
      timestamp: first.timestamp + shift,
      duration: first.duration,
      packets: this.#sound.map(({ data }) => data),
      ...(this.#lacksSoundConfig && { config }),
    };
    this.#sound = [];
    this.#lacksSoundConfig = false;
    this.#tell(piece);
  }

  #tell(piece: Parameters<SourceEvents['onPiece']>[0]): void {
    this.#events?.onPiece(piece, this.#clock.now());
  }
}

/** Microseconds by which a packet may stray from the end of the one before it: files round to milliseconds. */
const STRAY = 1500;

/** Whether a packet of sound goes on where another ends, and is as long. */
function follows(before: MediaPacket, { timestamp, duration }: MediaPacket): boolean {
  const gap = timestamp - before.timestamp - before.duration;
  return Math.abs(gap) <= STRAY && Math.abs(duration - before.duration) <= STRAY;
}

/**
 * A media file as something to share: WebM, Matroska or MP4, of AV1, H.264, VP9 or VP8, with Opus or AAC or without sound.
 * @throws MediaFileError
 */
export async function openFileSource(path: string, options: FileSourceOptions = {}): Promise<FileSource> {
  return new FileSource(await openMediaFile(path), options);
}
