import type { SoundBlock } from './play-messages.ts';

/** How much sound waits at least before it is played, and at most: networks that are uneven need more. Seconds. */
const LEAST_TARGET = 0.06;
const MOST_TARGET = 0.15;

/** It gets longer by this each time that nothing was there to play, and shorter after as long as that without. */
const LONGER = 0.03;
const SHORTER = 0.005;
const CALM_SECONDS = 10;

/** More than this beyond what should wait, after a network stood still, is left out at once. */
const TOO_MUCH = 0.12;

/**
 * Where what waits is farther than this from what should, it is played so much faster or slower that nobody hears it, until
 * it is there. What comes, comes in pieces: the middle of a second counts. Seconds.
 */
const FAR = 0.025;
const BEND = 0.005;
const MIDDLE = 1;

/** Silence stands for packets that are lost; what is missing for longer is left out. Seconds. */
const LONGEST_GAP = 0.2;

/** Times are no more exact than this: seconds. */
const SAME_TIME = 0.01;

/** Sound that waits to be played, and how fast it is played: it evens out what networks and clocks do. */
export class SoundBuffer {
  readonly #rate: number;
  #blocks: SoundBlock[] = [];
  /** Samples of the first block that were played. */
  #position = 0;
  #target = LEAST_TARGET;
  #isPlaying = false;
  /** How much has been waiting lately: seconds. */
  #level = 0;
  #bend = 0;
  #calm = 0;

  /** @param rate hertz at which it is played */
  constructor(rate: number) {
    this.#rate = rate;
  }

  /** The share's time of what is played next, in microseconds; `undefined` while nothing is played. */
  get timestamp(): number | undefined {
    const [first] = this.#blocks;
    return this.#isPlaying && first ? first.timestamp + (this.#position / first.rate) * 1e6 : undefined;
  }

  /** How much waits: seconds. */
  get waiting(): number {
    return this.#blocks.reduce((sum, block) => sum + lengthOf(block), 0) - this.#played;
  }

  push(block: SoundBlock): void {
    const last = this.#blocks.at(-1);
    const gap = last ? block.timestamp / 1e6 - (last.timestamp / 1e6 + lengthOf(last)) : 0;
    // It came twice, or from before.
    if (gap < -SAME_TIME && last && block.timestamp <= last.timestamp) return;
    if (last && gap > SAME_TIME && gap <= LONGEST_GAP) this.#blocks.push(silence(last, gap));
    this.#blocks.push(block);
    this.#leaveOut();
  }

  /** Fills a list of samples for each channel; with silence where there is nothing. */
  read(channels: readonly Float32Array[]): void {
    const frames = channels[0]?.length ?? 0;
    if (!this.#isPlaying && this.waiting >= this.#target) this.#begin();
    for (let at = 0; at < frames; ) {
      const [first] = this.#blocks;
      if (!this.#isPlaying || first === undefined) {
        for (const channel of channels) channel.fill(0, at);
        break;
      }
      const step = (first.rate / this.#rate) * (1 + this.#bend);
      const isAsItIs = step === 1 && Number.isInteger(this.#position);
      at += isAsItIs ? this.#copy(first, channels, at) : this.#blend(first, channels, at, step);
    }
    this.#follow(frames / this.#rate);
  }

  /** Plays samples as they are, to the end of their block at most; answers how many. */
  #copy(block: SoundBlock, channels: readonly Float32Array[], at: number): number {
    const room = (channels[0]?.length ?? 0) - at;
    const count = Math.min(room, framesOf(block) - this.#position);
    channels.forEach((channel, place) => {
      channel.set(channelOf(block, place).subarray(this.#position, this.#position + count), at);
    });
    this.#advance(count);
    return count;
  }

  /** The same where what is played lies between samples. */
  #blend(block: SoundBlock, channels: readonly Float32Array[], at: number, step: number): number {
    const room = (channels[0]?.length ?? 0) - at;
    const count = Math.min(room, Math.ceil((framesOf(block) - this.#position) / step));
    const [, second] = this.#blocks;
    channels.forEach((channel, place) => {
      const samples = channelOf(block, place);
      const after = second && channelOf(second, place)[0];
      for (let next = 0; next < count; next++) {
        const position = this.#position + next * step;
        const before = Math.floor(position);
        const value = samples[before] ?? 0;
        channel[at + next] = value + ((samples[before + 1] ?? after ?? value) - value) * (position - before);
      }
    });
    this.#advance(count * step);
    return count;
  }

  #advance(samples: number): void {
    this.#position += samples;
    while (this.#blocks[0] !== undefined && this.#position >= framesOf(this.#blocks[0])) {
      this.#position -= framesOf(this.#blocks[0]);
      this.#blocks.shift();
    }
    if (this.#blocks.length > 0 || !this.#isPlaying) return;
    this.#isPlaying = false;
    this.#position = 0;
    this.#calm = 0;
    this.#target = Math.min(MOST_TARGET, this.#target + LONGER);
  }

  #begin(): void {
    this.#isPlaying = true;
    this.#level = this.waiting;
    this.#bend = 0;
  }

  #steer(seconds: number): void {
    this.#level += ((this.waiting - this.#level) * seconds) / MIDDLE;
    const beyond = this.#level - this.#target;
    if (Math.abs(beyond) > FAR) this.#bend = Math.sign(beyond) * BEND;
    else if (Math.sign(beyond) !== Math.sign(this.#bend)) {
      // Whole samples again, which nothing blurs.
      if (this.#bend !== 0) this.#position = Math.round(this.#position);
      this.#bend = 0;
    }
  }

  #follow(seconds: number): void {
    if (!this.#isPlaying) return;
    this.#steer(seconds);
    this.#calm += seconds;
    if (this.#calm < CALM_SECONDS) return;
    this.#calm = 0;
    this.#target = Math.max(LEAST_TARGET, this.#target - SHORTER);
  }

  #leaveOut(): void {
    if (this.waiting <= this.#target + TOO_MUCH) return;
    while (this.#blocks.length > 1 && this.waiting > this.#target) {
      this.#blocks.shift();
      this.#position = 0;
    }
    this.#level = this.waiting;
  }

  get #played(): number {
    const [first] = this.#blocks;
    return first ? this.#position / first.rate : 0;
  }
}

function framesOf(block: SoundBlock): number {
  return block.channels[0]?.length ?? 0;
}

function lengthOf(block: SoundBlock): number {
  return framesOf(block) / block.rate;
}

/** Mono is heard on both sides. */
function channelOf(block: SoundBlock, place: number): Float32Array {
  return block.channels[place] ?? block.channels[0] ?? new Float32Array();
}

function silence(after: SoundBlock, seconds: number): SoundBlock {
  const frames = Math.round(seconds * after.rate);
  return {
    timestamp: after.timestamp + lengthOf(after) * 1e6,
    rate: after.rate,
    channels: after.channels.map(() => new Float32Array(frames)),
  };
}
