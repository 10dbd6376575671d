import { type ReadonlySignal, type Signal, signal } from '@preact/signals-core';

/** Where small things are kept by name. */
interface Settings {
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown): Promise<void>;
}

/** One choice of the person, kept in this browser: the first of the choices where they have made none. */
export class KeptChoice<Choice> {
  readonly #settings: Settings;
  readonly #name: string;
  readonly #value: Signal<Choice>;

  private constructor(settings: Settings, name: string, value: Choice) {
    this.#settings = settings;
    this.#name = name;
    this.#value = signal(value);
  }

  /** Rejects with `Refused` where what is kept cannot be read: whoever closed a door does not find it open by a fault. */
  static async open<Choice>(
    settings: Settings,
    name: string,
    choices: readonly [Choice, ...Choice[]],
  ): Promise<KeptChoice<Choice>> {
    const read = await settings.read(name);
    return new KeptChoice(settings, name, choices.find((choice) => choice === read) ?? choices[0]);
  }

  get value(): ReadonlySignal<Choice> {
    return this.#value;
  }

  /** Keeps it; it holds from then on. Rejects with `Refused` where it is not kept. */
  async choose(choice: Choice): Promise<void> {
    await this.#settings.write(this.#name, choice);
    this.#value.value = choice;
  }
}
