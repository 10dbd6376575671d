import type { Family } from '@open-rooms/protocol';
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { CaptureError, type MediaPort, type SharePlayer, type ShownFacts } from '../../state/media-port.ts';

const WIDTH = 1280;
const HEIGHT = 720;

/** Draws a page of text with a mark that moves, in the place of what would come. */
class FakePlayer implements SharePlayer {
  readonly shown: ReadonlySignal<ShownFacts | undefined>;
  readonly sound: ReadonlySignal<'none' | 'blocked' | 'playing' | 'muted'>;
  readonly #way: Signal<'none' | 'blocked' | 'playing'>;
  readonly #isMuted = signal(false);
  readonly #shown: Signal<ShownFacts | undefined> = signal(undefined);
  readonly #canvas: HTMLCanvasElement;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement, sound: 'none' | 'blocked') {
    this.#canvas = canvas;
    this.shown = this.#shown;
    const way = signal<'none' | 'blocked' | 'playing'>(sound);
    this.#way = way;
    this.sound = computed(() => (this.#isMuted.value ? 'muted' : way.value));
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    this.#draw();
  }

  take(): void {}

  onBroken(): Disposable {
    return { [Symbol.dispose]: () => {} };
  }

  async unblock(): Promise<void> {
    this.#way.value = 'playing';
  }

  setMuted(isMuted: boolean): void {
    this.#isMuted.value = isMuted;
  }

  setVolume(): void {}

  close(): void {
    cancelAnimationFrame(this.#frame);
  }

  #draw(): void {
    const pen = this.#canvas.getContext('2d');
    if (pen === null) return;
    const step = this.#shown.peek()?.timestamp ?? 0;
    pen.fillStyle = '#fbfaf5';
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    pen.fillStyle = '#23313d';
    pen.font = '600 44px serif';
    pen.fillText('Plan for Saturday', 80, 110);
    pen.font = '24px monospace';
    for (let line = 0; line < 12; line++)
      pen.fillText(
        `${line + 1}.  meet at 10:${20 + line}, bring the map and an umbrella`,
        80,
        180 + line * 42,
      );
    pen.fillStyle = '#1d5c48';
    pen.beginPath();
    pen.arc(WIDTH - 140, 120 + (step % 480), 36, 0, 2 * Math.PI);
    pen.fill();
    this.#shown.value = { timestamp: step + 1, at: step, fps: 30, width: WIDTH, height: HEIGHT };
    this.#frame = requestAnimationFrame(() => this.#draw());
  }
}

/** Pictures and sound of nobody. */
export class FakeMedia implements MediaPort {
  readonly decodes: Promise<readonly Family[]> = Promise.resolve(['av1', 'opus']);
  readonly canCapture = { display: true, camera: true, file: true };
  readonly #sound: 'none' | 'blocked';

  constructor(sound: 'none' | 'blocked') {
    this.#sound = sound;
  }

  async capture(): Promise<never> {
    throw new CaptureError('refused', 'Nothing is shared: this is a gallery.');
  }

  player(canvas: object): SharePlayer {
    if (!(canvas instanceof HTMLCanvasElement)) throw new TypeError('A canvas is needed.');
    return new FakePlayer(canvas, this.#sound);
  }
}
