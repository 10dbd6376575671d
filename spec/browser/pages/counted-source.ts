import type { EncodeSettings, ShareSource, SourceEvents } from '../../../client/shares/share-source.ts';

/** The beginning of a keyframe: so many bytes are like no others. */
const KEY_BYTES = 32;

/** How much of it encoders always begin with, and may stand elsewhere, too. */
const HEADER_BYTES = 64;

/** A source, and what it was asked for and made. */
export class CountedSource implements ShareSource {
  readonly #real: ShareSource;
  /** How often a keyframe was asked for. */
  asked = 0;
  /** A part of each keyframe that it made. */
  readonly keys: Uint8Array[] = [];

  constructor(real: ShareSource) {
    this.#real = real;
  }

  get kind(): ShareSource['kind'] {
    return this.#real.kind;
  }

  get codecs(): ShareSource['codecs'] {
    return this.#real.codecs;
  }

  get hasAudio(): boolean {
    return this.#real.hasAudio;
  }

  start(settings: EncodeSettings, events: SourceEvents): void {
    this.#real.start(settings, {
      onPiece: (piece, capturedAt) => {
        if (piece.track === 'video' && piece.isKey)
          this.keys.push(piece.data.slice(HEADER_BYTES, HEADER_BYTES + KEY_BYTES));
        events.onPiece(piece, capturedAt);
      },
      onEnded: (why) => events.onEnded(why),
    });
  }

  configure(settings: EncodeSettings): void {
    this.#real.configure(settings);
  }

  requestKey(): void {
    this.asked++;
    this.#real.requestKey();
  }

  setPaused(isPaused: boolean): void {
    this.#real.setPaused(isPaused);
  }

  stop(): void {
    this.#real.stop();
  }
}
