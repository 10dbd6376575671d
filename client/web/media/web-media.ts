import type { Family } from '@open-rooms/protocol';
import {
  type CapturedSource,
  CaptureError,
  type CaptureKind,
  type FileLike,
  type MediaPort,
  type SharePlayer,
} from '../../state/media-port.ts';
import { CAN_CAPTURE_CAMERA, CAN_CAPTURE_DISPLAY, captureCamera, captureDisplay } from './capture.ts';
import { assertSecure, unsupported } from './capture-fault.ts';
import type { Encoders } from './encoder-config.ts';
import { CAN_CAPTURE_FILE, playFile } from './play-file.ts';
import { SoundOutput } from './sound-output.ts';
import { CAN_ENCODE, decodedHere, encodersHere } from './supported.ts';
import { WebPlayer } from './web-player.ts';
import { WebSource } from './web-source.ts';

export interface WebMediaParts {
  /** The address of a script of the build, as the page may run it. */
  readonly scriptUrl: (path: string) => string;
}

/** Pictures and sound as browsers have them (spec/share-media.md). What it needs workers for is loaded with the first share. */
export class WebMedia implements MediaPort {
  readonly canCapture: Readonly<Record<CaptureKind, boolean>> = {
    display: mayCapture(CAN_CAPTURE_DISPLAY),
    camera: mayCapture(CAN_CAPTURE_CAMERA),
    file: mayCapture(CAN_CAPTURE_FILE),
  };
  readonly #parts: WebMediaParts;
  readonly #sound: SoundOutput;
  #decodes: Promise<readonly Family[]> | undefined;
  #encoders: Promise<Encoders> | undefined;

  constructor(parts: WebMediaParts) {
    this.#parts = parts;
    this.#sound = new SoundOutput(parts.scriptUrl);
  }

  get decodes(): Promise<readonly Family[]> {
    this.#decodes ??= decodedHere();
    return this.#decodes;
  }

  /** Asks for what is shared before anything else: browsers let a page ask in the turn of a click. */
  async capture(kind: CaptureKind, file?: FileLike): Promise<CapturedSource> {
    assertSecure(kind);
    if (!CAN_ENCODE) throw unsupported(kind);
    this.#encoders ??= encodersHere();
    const encoders = this.#encoders;
    const { scriptUrl } = this.#parts;
    if (kind === 'file') return this.#play(file, await encoders);
    const captured = await (kind === 'display' ? captureDisplay() : captureCamera());
    return new WebSource({ ...captured, encoders: await encoders, scriptUrl });
  }

  player(canvas: object): SharePlayer {
    if (!(canvas instanceof HTMLCanvasElement))
      throw new TypeError('Cannot show a share: what is given is no canvas.');
    return new WebPlayer({ canvas, sound: this.#sound, scriptUrl: this.#parts.scriptUrl });
  }

  async #play(file: FileLike | undefined, encoders: Encoders): Promise<CapturedSource> {
    if (!(file instanceof File))
      throw new CaptureError('missing', 'Cannot share a file: none was chosen. Choose a film.');
    const { stream, setPaused, onEnded, stop } = await playFile(file);
    const { scriptUrl } = this.#parts;
    const source = new WebSource({
      ...{ kind: 'file', name: file.name, stream, encoders, scriptUrl },
      hold: setPaused,
      release: stop,
    });
    onEnded(() => source.end());
    return source;
  }
}

/** Over plain http browsers hide what they could do otherwise: whoever tries is told. */
function mayCapture(isThere: boolean): boolean {
  return isSecureContext ? isThere && CAN_ENCODE : !matchMedia('(pointer: coarse)').matches;
}
