import type { MediaPiece } from '@open-rooms/protocol';
import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { SharePlayer, ShownFacts } from '../../state/media-port.ts';
import { openScreen, type Screen } from './open-screen.ts';
import type { FromPlayer } from './play-messages.ts';
import type { SoundLine, SoundOutput } from './sound-output.ts';

export interface WebPlayerParts {
  readonly canvas: HTMLCanvasElement;
  readonly sound: SoundOutput;
  /** The address of a script as the page may run it. */
  readonly scriptUrl: (path: string) => string;
}

/** Plays a share into a canvas, decoded and drawn in a worker, its sound being the clock of its pictures. */
export class WebPlayer implements SharePlayer {
  readonly shown: Signal<ShownFacts | undefined> = signal<ShownFacts | undefined>(undefined);
  readonly sound: ReadonlySignal<'none' | 'blocked' | 'playing' | 'muted'>;
  readonly #output: SoundOutput;
  readonly #screen: Screen;
  readonly #broken = new Set<() => void>();
  readonly #isMuted = signal(false);
  readonly #volume = signal(1);
  readonly #line: Signal<SoundLine | undefined> = signal<SoundLine | undefined>(undefined);
  #opensSound = false;
  #isClosed = false;
  readonly #stopFollowing: () => void;

  constructor({ canvas, sound, scriptUrl }: WebPlayerParts) {
    this.#output = sound;
    this.#screen = openScreen(canvas, scriptUrl, (message) => this.#hear(message));
    this.sound = computed(() => {
      // Before there is a line it is not known whether a click is needed.
      if (this.#line.value === undefined) return 'none';
      if (this.#isMuted.value) return 'muted';
      return sound.isRunning.value ? 'playing' : 'blocked';
    });
    this.#stopFollowing = effect(() => {
      this.#line.value?.setVolume(this.#isMuted.value ? 0 : this.#volume.value);
      this.#tellHearing(this.#line.value !== undefined && sound.isRunning.value);
    });
  }

  take(piece: MediaPiece): void {
    if (this.#isClosed) return;
    if (piece.track === 'audio' && !this.#opensSound) this.#openSound();
    this.#screen.tell({ kind: 'piece', piece });
  }

  onBroken(listener: () => void): Disposable {
    this.#broken.add(listener);
    return { [Symbol.dispose]: () => this.#broken.delete(listener) };
  }

  async unblock(): Promise<void> {
    await this.#output.unblock();
  }

  setMuted(isMuted: boolean): void {
    const isUnmuted = this.#isMuted.peek() && !isMuted;
    this.#isMuted.value = isMuted;
    if (isUnmuted) this.unblock().catch(reportError);
  }

  setVolume(volume: number): void {
    this.#volume.value = Math.min(1, Math.max(0, volume));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopFollowing();
    this.#screen[Symbol.dispose]();
    this.#line.peek()?.[Symbol.dispose]();
    this.#broken.clear();
  }

  #openSound(): void {
    this.#opensSound = true;
    this.#output.open().then(
      (line) => {
        if (this.#isClosed) return line[Symbol.dispose]();
        this.#screen.tell({ kind: 'sound', port: line.port }, [line.port]);
        this.#line.value = line;
      },
      // A browser that plays no sound shows the picture.
      reportError,
    );
  }

  #tellHearing(isHeard: boolean): void {
    this.#screen.tell({ kind: 'hearing', isHeard, latencyMs: this.#output.latencyMs });
  }

  #hear(message: FromPlayer): void {
    if (message.kind === 'broken') {
      for (const listener of [...this.#broken]) listener();
      return;
    }
    const { kind: _, ...shown } = message;
    this.shown.value = shown;
    // It takes a while until a browser knows how long sound takes.
    if (this.#line.peek()) this.#tellHearing(this.#output.isRunning.peek());
  }
}
