import type { VideoConfig, VideoPiece } from '@open-rooms/protocol';
import { DecoderLoad } from './decoder-load.ts';
import { LayerGate } from './layer-gate.ts';

/** A keyframe that was asked for and does not come is asked for again: milliseconds. */
const KEY_ASK_AGAIN_MS = 1_000;

/** Everybody pays for a keyframe: one machine that is slow waits so long for one that comes by itself. */
const SLOW_KEY_ASK_MS = 8_000;

export interface PictureDecodingParts {
  /** Milliseconds. */
  now(): number;
  /** To be closed there. */
  onPicture(frame: VideoFrame): void;
  /** It needs a keyframe. */
  onBroken(): void;
}

/** Decodes pictures as they come. What cannot be decoded is passed over, up to the next keyframe. */
export class PictureDecoding {
  readonly #parts: PictureDecodingParts;
  readonly #gate = new LayerGate();
  readonly #load = new DecoderLoad();
  #decoder: VideoDecoder | undefined;
  #config: VideoConfig | undefined;
  #needsKey = true;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: PictureDecodingParts) {
    this.#parts = parts;
  }

  take(piece: VideoPiece): void {
    const queued = this.#decoder?.decodeQueueSize ?? 0;
    const isTooMuch = this.#load.isTooMuch(queued, this.#parts.now());
    // A machine that is too slow goes on with the next keyframe.
    if (isTooMuch && !piece.isKey) this.#break(SLOW_KEY_ASK_MS);
    if (piece.isKey && piece.config) this.#configure(piece.config);
    if (this.#needsKey && !piece.isKey) return this.#ask();
    if (!this.#gate.may(piece, queued)) return;
    try {
      this.#decoder?.decode(
        new EncodedVideoChunk({
          type: piece.isKey ? 'key' : 'delta',
          timestamp: piece.timestamp,
          data: Uint8Array.from(piece.data),
        }),
      );
      if (this.#decoder && piece.isKey) this.#needsKey = false;
    } catch {
      this.#break();
    }
  }

  /** A decoder that has failed is of no use any more; nor is one that is told anew seamless. */
  #configure(config: VideoConfig): void {
    if (this.#decoder?.state === 'configured' && isSame(config, this.#config)) return;
    this.#end();
    const decoder = new VideoDecoder({
      output: (frame) => (this.#decoder === decoder ? this.#parts.onPicture(frame) : frame.close()),
      error: () => {
        if (this.#decoder === decoder) this.#break();
      },
    });
    const { codec, width, height, description } = config;
    try {
      decoder.configure({
        codec,
        codedWidth: width,
        codedHeight: height,
        optimizeForLatency: true,
        ...(description && { description: Uint8Array.from(description) }),
      });
      this.#decoder = decoder;
      this.#config = config;
    } catch {
      this.#break();
    }
  }

  /** @param patience milliseconds until a keyframe is asked for */
  #break(patience = 0): void {
    this.#end();
    this.#load.clear();
    this.#needsKey = true;
    if (patience > 0) this.#askedAt = this.#parts.now() + patience - KEY_ASK_AGAIN_MS;
    this.#ask();
  }

  #end(): void {
    if (this.#decoder !== undefined && this.#decoder.state !== 'closed') this.#decoder.close();
    this.#decoder = undefined;
    this.#config = undefined;
  }

  #ask(): void {
    const now = this.#parts.now();
    if (now - this.#askedAt < KEY_ASK_AGAIN_MS) return;
    this.#askedAt = now;
    this.#parts.onBroken();
  }
}

function isSame(one: VideoConfig, other: VideoConfig | undefined): boolean {
  if (one.codec !== other?.codec || one.width !== other.width || one.height !== other.height) return false;
  const [a, b] = [one.description, other.description];
  return a?.length === b?.length && (a?.every((byte, place) => byte === b?.[place]) ?? true);
}
