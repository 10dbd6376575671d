import { type Heard, SOUND_PROCESSOR, type SoundBlock } from './play-messages.ts';
import { SoundBuffer } from './sound-buffer.ts';

declare const sampleRate: number;
declare const AudioWorkletProcessor: new () => { readonly port: MessagePort };
declare function registerProcessor(name: string, processor: new () => object): void;

/** Frames between two words of what is heard: some forty milliseconds. */
const TELL_FRAMES = 2048;

/** Plays what comes to its port, which the page hands on to the worker that decodes. */
class SoundProcessor extends AudioWorkletProcessor {
  readonly #buffer = new SoundBuffer(sampleRate);
  #from: MessagePort | undefined;
  #untold = 0;
  #isOver = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<MessagePort | 'over'>) => {
      if (data === 'over') this.#isOver = true;
      else this.#listen(data);
    };
  }

  process(_inputs: unknown, [channels = []]: readonly (readonly Float32Array[])[]): boolean {
    this.#buffer.read(channels);
    this.#untold += channels[0]?.length ?? 0;
    const { timestamp } = this.#buffer;
    if (timestamp !== undefined && this.#untold >= TELL_FRAMES) {
      this.#untold = 0;
      const heard: Heard = { timestamp };
      this.#from?.postMessage(heard);
    }
    return !this.#isOver;
  }

  #listen(port: MessagePort): void {
    this.#from = port;
    port.onmessage = ({ data }: MessageEvent<SoundBlock>) => this.#buffer.push(data);
  }
}

registerProcessor(SOUND_PROCESSOR, SoundProcessor);
