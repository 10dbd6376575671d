import type { Clock } from '@open-rooms/protocol';
import { PictureDecoding } from './picture-decoding.ts';
import { PicturePace } from './picture-pace.ts';
import { PlayClock } from './play-clock.ts';
import type { FromPlayer, ToPlayer } from './play-messages.ts';
import { ShownCount } from './shown-count.ts';
import { SoundDecoding } from './sound-decoding.ts';

/** What pictures are drawn into. */
type Surface = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** Nothing shines through a picture. */
export const SURFACE_OPTIONS: CanvasRenderingContext2DSettings = { alpha: false };

export interface PlayingParts {
  readonly clock: Clock;
  tell(message: FromPlayer): void;
}

/** Decodes a share and draws it: in a worker, or where browsers draw from none in the page. */
export class Playing {
  readonly #parts: PlayingParts;
  readonly #pace = new PicturePace<VideoFrame>();
  readonly #heard = new PlayClock();
  readonly #pictures: PictureDecoding;
  readonly #sound: SoundDecoding;
  readonly #shown: ShownCount;
  #surface: Surface | undefined;
  #timer: Disposable | undefined;

  constructor(parts: PlayingParts) {
    const { clock, tell } = parts;
    this.#parts = parts;
    this.#pictures = new PictureDecoding({
      now: () => clock.now(),
      onPicture: (frame) => this.#take(frame),
      onBroken: () => tell({ kind: 'broken' }),
    });
    this.#sound = new SoundDecoding(({ timestamp }) => this.#heard.heard(timestamp, clock.now()));
    this.#shown = new ShownCount({ clock, tell });
  }

  hear(message: ToPlayer): void {
    if (message.kind === 'piece') {
      if (message.piece.track === 'video') this.#pictures.take(message.piece);
      else this.#sound.take(message.piece);
    } else if (message.kind === 'surface') this.drawInto(message.canvas.getContext('2d', SURFACE_OPTIONS));
    else if (message.kind === 'sound') this.#sound.sendTo(message.port);
    else {
      this.#sound.isHeard = message.isHeard;
      this.#heard.latencyMs = message.latencyMs;
    }
  }

  close(): void {
    this.#timer?.[Symbol.dispose]();
    for (const frame of this.#pace.clear()) frame.close();
  }

  /** Draws what comes from now on into this. */
  drawInto(surface: Surface | null): void {
    this.#surface = surface ?? undefined;
  }

  #take(frame: VideoFrame): void {
    this.#pace.add(frame);
    this.#turn();
  }

  #turn(): void {
    const { clock } = this.#parts;
    this.#timer?.[Symbol.dispose]();
    const { show, drop, waitMs } = this.#pace.turn(this.#heard.at(clock.now()));
    for (const frame of drop) frame.close();
    if (show) this.#draw(show);
    if (waitMs !== undefined) this.#timer = clock.after(Math.max(1, waitMs), () => this.#turn());
  }

  #draw(frame: VideoFrame): void {
    const { displayWidth: width, displayHeight: height, timestamp } = frame;
    const canvas = this.#surface?.canvas;
    if (canvas && (canvas.width !== width || canvas.height !== height)) {
      canvas.width = width;
      canvas.height = height;
    }
    this.#surface?.drawImage(frame, 0, 0);
    frame.close();
    this.#shown.drawn({ timestamp, width, height });
  }
}
