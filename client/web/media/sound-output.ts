import { type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { SOUND_PROCESSOR } from './play-messages.ts';
import { SCRIPTS } from './scripts.ts';

/** Hertz: what is shared has it, and nothing has to be made of it. */
const RATE = 48_000;

/** What one share is heard through. */
export interface SoundLine extends Disposable {
  /** Takes decoded sound. */
  readonly port: MessagePort;
  /** From 0 to 1. */
  setVolume(volume: number): void;
}

/** The one way in which a page is heard: browsers give few, and let none be heard before a click. */
export class SoundOutput {
  readonly #scriptUrl: (path: string) => string;
  readonly #isRunning: Signal<boolean> = signal(false);
  #opening: Promise<AudioContext> | undefined;
  #context: AudioContext | undefined;
  /** What is heard through it. Without any it rests: what plays silence costs as much as what plays sound. */
  #lines = 0;
  #isResting = false;

  constructor(scriptUrl: (path: string) => string) {
    this.#scriptUrl = scriptUrl;
  }

  /** Whether what is played is heard. */
  get isRunning(): ReadonlySignal<boolean> {
    return this.#isRunning;
  }

  /** From what is played to the ear: milliseconds. */
  get latencyMs(): number {
    const { outputLatency = 0, baseLatency = 0 } = this.#context ?? {};
    return (outputLatency || baseLatency) * 1000;
  }

  async open(): Promise<SoundLine> {
    this.#lines++;
    const context = await this.#woken().catch((error: unknown) => {
      this.#lines--;
      throw error;
    });
    const node = new AudioWorkletNode(context, SOUND_PROCESSOR, {
      numberOfInputs: 0,
      outputChannelCount: [2],
    });
    const gain = new GainNode(context);
    node.connect(gain).connect(context.destination);
    const { port1, port2 } = new MessageChannel();
    node.port.postMessage(port2, [port2]);
    const rest = () => this.#rest();
    return {
      port: port1,
      setVolume: (volume) => gain.gain.setTargetAtTime(volume, context.currentTime, 0.01),
      [Symbol.dispose]() {
        node.port.postMessage('over');
        node.disconnect();
        gain.disconnect();
        rest();
      },
    };
  }

  /** To be called in a click. */
  async unblock(): Promise<void> {
    await this.#context?.resume();
  }

  /** One that rests was let be heard before: no click is needed again. */
  async #woken(): Promise<AudioContext> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    const context = await this.#opening;
    if (this.#isResting) await context.resume();
    this.#isResting = false;
    return context;
  }

  #rest(): void {
    this.#lines--;
    if (this.#lines > 0 || this.#context?.state !== 'running') return;
    this.#isResting = true;
    this.#context.suspend().catch(reportError);
  }

  async #open(): Promise<AudioContext> {
    const context = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' });
    this.#context = context;
    const follow = () => {
      this.#isRunning.value = context.state === 'running';
    };
    context.addEventListener('statechange', follow);
    follow();
    try {
      await context.audioWorklet.addModule(this.#scriptUrl(SCRIPTS.soundWorklet));
    } catch (error) {
      await context.close();
      throw error;
    }
    return context;
  }
}
