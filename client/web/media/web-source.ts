import type { VideoFamily } from '@open-rooms/protocol';
import type { EncodeSettings, ShareMode, SourceEvents, SourceKind } from '../../shares/share-source.ts';
import type { CapturedSource } from '../../state/media-port.ts';
import { MOST } from './codecs.ts';
import type { FromEncoder, ToEncoder } from './encode-messages.ts';
import type { Encoders } from './encoder-config.ts';
import { type FrameFeed, feedFrames } from './frame-feed.ts';
import { SCRIPTS } from './scripts.ts';
import { HAS_TRACK_PROCESSOR, piecesOf } from './track-processor.ts';

export interface WebSourceParts {
  readonly kind: SourceKind;
  readonly name?: string;
  /** Has a track of video; one of audio is taken along. */
  readonly stream: MediaStream;
  readonly encoders: Encoders;
  /** The address of a script as the page may run it. */
  readonly scriptUrl: (path: string) => string;
  /** What is to be held while the share is paused, such as a film. */
  readonly hold?: (isPaused: boolean) => void;
  /** What is over with the source, beside its tracks. */
  readonly release?: () => void;
}

/** What this browser captures, encoded in a worker. */
export class WebSource implements CapturedSource {
  readonly kind: SourceKind;
  readonly name?: string;
  readonly codecs: readonly VideoFamily[];
  readonly hasAudio: boolean;
  readonly preview: MediaStream;
  readonly #parts: WebSourceParts;
  readonly #picture: MediaStreamTrack;
  #worker: Worker | undefined;
  #feed: FrameFeed | undefined;
  #events: SourceEvents | undefined;
  #mode: ShareMode | undefined;
  #isOver = false;

  /** @throws TypeError where the stream has no picture */
  constructor(parts: WebSourceParts) {
    const { kind, name, stream, encoders } = parts;
    const [picture] = stream.getVideoTracks();
    if (picture === undefined) throw new TypeError(`Cannot share a ${kind}: it has no picture.`);
    this.#parts = parts;
    this.#picture = picture;
    this.kind = kind;
    if (name !== undefined) this.name = name;
    this.codecs = [...encoders.keys()];
    this.preview = stream;
    this.hasAudio = HAS_TRACK_PROCESSOR && stream.getAudioTracks().length > 0;
    picture.addEventListener('ended', () => this.end());
  }

  start(settings: EncodeSettings, events: SourceEvents): void {
    if (this.#worker !== undefined) throw new TypeError('Cannot start a source again: capture anew.');
    this.#events = events;
    // It was over before anybody listened.
    if (this.#isOver || this.#picture.readyState === 'ended') return this.end();
    this.#aim(settings.mode);
    const worker = new Worker(this.#parts.scriptUrl(SCRIPTS.encodeWorker), { type: 'module' });
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromEncoder>) => this.#hear(data);
    worker.onerror = () => this.end('What encodes the picture could not be loaded. Load the page again.');
    const { encoders, stream } = this.#parts;
    this.#feed = feedFrames(this.#picture, (frame) => this.#tell({ kind: 'frame', frame }, [frame]));
    const { frames } = this.#feed;
    const [audio] = stream.getAudioTracks();
    const sound = audio && piecesOf(audio);
    const streams = [frames, sound].filter((each) => each !== undefined);
    this.#tell({ kind: 'start', settings, encoders, frames, sound }, streams);
  }

  configure(settings: EncodeSettings): void {
    this.#aim(settings.mode);
    this.#tell({ kind: 'configure', settings });
  }

  requestKey(): void {
    this.#tell({ kind: 'key' });
  }

  setPaused(isPaused: boolean): void {
    this.#tell({ kind: 'pause', isPaused });
    this.#parts.hold?.(isPaused);
  }

  stop(): void {
    this.#events = undefined;
    this.end();
  }

  /** Ends by itself: nothing comes any more, and whoever shares it is told. */
  end(why?: string): void {
    if (!this.#isOver) {
      for (const track of this.preview.getTracks()) track.stop();
      this.#tell({ kind: 'stop' });
      this.#isOver = true;
      this.#feed?.[Symbol.dispose]();
      this.#parts.release?.();
    }
    const events = this.#events;
    this.#events = undefined;
    events?.onEnded(why);
  }

  #hear(message: FromEncoder): void {
    if (message.kind === 'failed') this.end(message.sentence);
    else this.#events?.onPiece(message.piece, message.capturedAt);
  }

  #tell(message: ToEncoder, transfer: Transferable[] = []): void {
    if (!this.#isOver) this.#worker?.postMessage(message, transfer);
  }

  /** Lets the browser capture no more than is encoded. Where it cannot, the worker makes it less. */
  #aim(mode: ShareMode): void {
    if (mode === this.#mode) return;
    this.#mode = mode;
    const { width, height, fps } = MOST[mode];
    this.#picture.contentHint = mode;
    this.#picture
      .applyConstraints({
        width: { max: width },
        height: { max: height },
        frameRate: { ideal: fps, max: fps },
      })
      .catch(() => undefined);
  }
}
