import type { Clock } from '@open-rooms/protocol';
import { failureOf } from './failure.ts';
import type { CheckFault, CheckRemark, CheckStep, StepName } from './report.ts';

/** What came of a step that did not fail. */
export interface Passed<T> {
  readonly value: T;
  readonly sentence: string;
  /** Makes it a warning. */
  readonly remark?: CheckRemark | undefined;
  /** Where it is not the time that the step took. */
  readonly milliseconds?: number;
}

/** The steps of a check, as they are taken. */
export class Steps {
  readonly #taken: CheckStep[] = [];
  readonly #clock: Clock;
  readonly #onStep: (step: CheckStep) => void;

  constructor(clock: Clock, onStep: (step: CheckStep) => void) {
    this.#clock = clock;
    this.#onStep = onStep;
  }

  get taken(): readonly CheckStep[] {
    return this.#taken;
  }

  add({ milliseconds, ...step }: CheckStep): void {
    const rounded = milliseconds === undefined ? {} : { milliseconds: Math.round(milliseconds * 10) / 10 };
    const taken = { ...step, ...rounded };
    this.#taken.push(taken);
    this.#onStep(taken);
  }

  skip(name: StepName, sentence: string): void {
    this.add({ name, outcome: 'skipped', sentence });
  }

  fail(name: StepName, code: CheckFault, sentence: string): void {
    this.add({ name, outcome: 'failed', sentence, code });
  }

  /** Takes a step. Answers nothing where it failed, which is noted. */
  async run<T>(name: StepName, take: () => Promise<Passed<T>>): Promise<{ readonly value: T } | undefined> {
    const from = this.#clock.now();
    try {
      const passed = await take();
      const { value, sentence, remark, milliseconds = this.#clock.now() - from } = passed;
      const code = remark === undefined ? {} : { code: remark };
      this.add({ name, outcome: remark === undefined ? 'ok' : 'warning', sentence, ...code, milliseconds });
      return { value };
    } catch (error) {
      const { code, message } = failureOf(error);
      const milliseconds = this.#clock.now() - from;
      this.add({ name, outcome: 'failed', sentence: message, code, milliseconds });
      return undefined;
    }
  }
}
