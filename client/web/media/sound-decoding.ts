import type { AudioConfig, AudioPiece } from '@open-rooms/protocol';
import type { Heard, SoundBlock } from './play-messages.ts';

/** Packets that wait in the decoder at most: a second of sound. What is beyond is not heard. */
const MAX_DECODING_SOUND = 50;

/** Decodes sound, and sends it where it is heard. */
export class SoundDecoding {
  readonly #onHeard: (heard: Heard) => void;
  #decoder: AudioDecoder | undefined;
  #config: AudioConfig | undefined;
  #port: MessagePort | undefined;
  #isHeard = false;

  constructor(onHeard: (heard: Heard) => void) {
    this.#onHeard = onHeard;
  }

  /** Where it goes to. */
  sendTo(port: MessagePort): void {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<Heard>) => this.#onHeard(data);
  }

  /** While nobody hears it nothing is decoded, and nothing waits. */
  set isHeard(isHeard: boolean) {
    this.#isHeard = isHeard;
  }

  take({ config, packets, timestamp, duration }: AudioPiece): void {
    if (config) this.#configure(config);
    if (!this.#isHeard || this.#config === undefined) return;
    this.#decoder ??= this.#open(this.#config);
    const decoder = this.#decoder;
    if (decoder === undefined || decoder.decodeQueueSize > MAX_DECODING_SOUND) return;
    for (const [place, data] of packets.entries()) {
      decoder.decode(
        new EncodedAudioChunk({
          type: 'key',
          timestamp: timestamp + place * duration,
          duration,
          data: Uint8Array.from(data),
        }),
      );
    }
  }

  #configure(config: AudioConfig): void {
    const { codec, sampleRate, channels } = this.#config ?? {};
    const isSame = codec === config.codec && sampleRate === config.sampleRate && channels === config.channels;
    this.#config = config;
    if (!isSame) this.#end();
  }

  #open({ codec, sampleRate, channels, description }: AudioConfig): AudioDecoder | undefined {
    const decoder = new AudioDecoder({ output: (sound) => this.#put(sound), error: () => this.#end() });
    try {
      decoder.configure({
        codec,
        sampleRate,
        numberOfChannels: channels,
        ...(description && { description: Uint8Array.from(description) }),
      });
      return decoder;
    } catch {
      // A string that it does not know: there is a picture without sound.
      this.#config = undefined;
      return undefined;
    }
  }

  #end(): void {
    if (this.#decoder !== undefined && this.#decoder.state !== 'closed') this.#decoder.close();
    this.#decoder = undefined;
  }

  #put(sound: AudioData): void {
    const { timestamp, sampleRate, numberOfFrames, numberOfChannels } = sound;
    const channels = Array.from({ length: Math.min(2, numberOfChannels) }, (_, planeIndex) => {
      const samples = new Float32Array(numberOfFrames);
      sound.copyTo(samples, { planeIndex, format: 'f32-planar' });
      return samples;
    });
    sound.close();
    if (!this.#isHeard) return;
    const block: SoundBlock = { timestamp, rate: sampleRate, channels };
    this.#port?.postMessage(
      block,
      channels.map(({ buffer }) => buffer),
    );
  }
}
