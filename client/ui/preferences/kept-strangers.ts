import { type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { Strangers } from '../../contacts/consent.ts';

/** The choices, the usual one first. */
export const STRANGERS_CHOICES = ['request', 'refuse', 'accept'] as const satisfies readonly Strangers[];

const NAME = 'strangers';

/** Where small things are kept by name. */
interface Settings {
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown): Promise<void>;
}

/** What strangers get, as the person has chosen it in this browser; `request` where they have not. */
export class KeptStrangers {
  readonly #settings: Settings;
  readonly #value: Signal<Strangers>;

  private constructor(settings: Settings, value: Strangers) {
    this.#settings = settings;
    this.#value = signal(value);
  }

  /** Rejects with `Refused` where what is kept cannot be read: whoever refused strangers is not open to them by a fault. */
  static async open(settings: Settings): Promise<KeptStrangers> {
    const read = await settings.read(NAME);
    return new KeptStrangers(settings, STRANGERS_CHOICES.find((choice) => choice === read) ?? 'request');
  }

  get value(): ReadonlySignal<Strangers> {
    return this.#value;
  }

  /** Keeps it; it holds from then on. Rejects with `Refused` where it is not kept. */
  async choose(choice: Strangers): Promise<void> {
    await this.#settings.write(NAME, choice);
    this.#value.value = choice;
  }
}
