import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { MediaPort, SharePlayer } from '../../../state/media-port.ts';
import type { Loudness, WatchingView } from '../../../state/stage-state.ts';

/** A share that is drawn: what is watched, into a canvas of its own, with its sound, as loud as it is wanted; until disposed. */
export class Screening implements Disposable {
  /** It is drawn into from elsewhere, so that it can be used once. */
  readonly canvas: HTMLCanvasElement = document.createElement('canvas');
  readonly player: SharePlayer;
  readonly watching: WatchingView;
  readonly #parts = new DisposableStack();

  constructor(media: MediaPort, watching: WatchingView, loudness: ReadonlySignal<Loudness>) {
    this.watching = watching;
    this.player = media.player(this.canvas);
    this.#parts.defer(() => this.player.close());
    this.#parts.defer(
      effect(() => {
        const { volume, isMuted } = loudness.value;
        this.player.setVolume(volume);
        this.player.setMuted(isMuted);
      }),
    );
    this.#parts.use(this.player.onBroken(() => watching.needKey()));
    this.#parts.use(watching.onPiece((piece) => this.player.take(piece)));
    this.#parts.defer(
      this.player.shown.subscribe((facts) => {
        if (facts !== undefined) watching.shown(facts.timestamp);
      }),
    );
  }

  [Symbol.dispose](): void {
    this.#parts.dispose();
  }
}
