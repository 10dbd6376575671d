/** What was heard last says no more than this much later where the sound is now: milliseconds. */
const SOUND_QUIET_MS = 300;

/** Of so many words the one that came fastest counts: each is late by how busy the machine was. */
const MOST_HEARD = 20;

/** Where the sound of a share is, for whoever shows the pictures that belong to it. */
export class PlayClock {
  /** How far the share's time is before ours: microseconds, of what was told last. */
  #leads: number[] = [];
  #heardAt = Number.NEGATIVE_INFINITY;
  #latencyMs = 0;

  /** From where sound is told of to the ear. */
  set latencyMs(ms: number) {
    this.#latencyMs = ms;
  }

  /** This is being played now. @param now milliseconds */
  heard(timestamp: number, now: number): void {
    if (now - this.#heardAt > SOUND_QUIET_MS) this.#leads = [];
    this.#leads = [...this.#leads.slice(1 - MOST_HEARD), timestamp - now * 1000];
    this.#heardAt = now;
  }

  /** The share's time that is in the ear now; `undefined` while nothing is heard. */
  at(now: number): number | undefined {
    if (now - this.#heardAt > SOUND_QUIET_MS) return undefined;
    return Math.max(...this.#leads) + (now - this.#latencyMs) * 1000;
  }
}
