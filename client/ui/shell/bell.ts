import { pageClock } from './page-clock.ts';

/** Two soft tones, a third apart. */
const TONES = [659, 523];
const TONE_S = 0.45;
const LOUDNESS = 0.08;

/** From one stroke to the next, in milliseconds. */
const STROKE = 3_000;

/** A bell that rings until it is stopped, where the browser lets a page be heard: nobody is told where it does not. */
export class Bell {
  #sound: AudioContext | undefined;
  #timer: Disposable | undefined;

  start(): void {
    if (this.#timer !== undefined) return;
    this.#stroke();
  }

  stop(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    // A sound that goes on, though nothing is heard, keeps phones awake.
    void this.#sound?.suspend();
  }

  readonly #stroke = (): void => {
    this.#timer = pageClock.after(STROKE, this.#stroke);
    // A page that nobody has touched yet may not be heard; it looks again with each stroke.
    if (!navigator.userActivation.hasBeenActive) return;
    this.#sound ??= new AudioContext();
    const sound = this.#sound;
    void sound.resume();
    for (const [index, frequency] of TONES.entries())
      tone(sound, frequency, sound.currentTime + index * TONE_S);
  };
}

function tone(sound: AudioContext, frequency: number, at: number): void {
  const loudness = new GainNode(sound, { gain: 0 });
  loudness.gain.linearRampToValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, at + 0.04);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + 2 * TONE_S);
  const string = new OscillatorNode(sound, { frequency, type: 'sine' });
  string.connect(loudness).connect(sound.destination);
  string.start(at);
  string.stop(at + 2 * TONE_S);
}
