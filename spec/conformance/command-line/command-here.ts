import { runProgram } from '../../../room-server/cli/program.ts';
import { type TestTerminal, testTerminal } from '../../../room-server/cli/test-terminal.ts';
import { within } from '../../stock/deadline.ts';
import type { CommandOptions } from './command.ts';
import { shown } from './shown.ts';

/** Of what a process of its own is given. */
type HereOptions = Pick<CommandOptions, 'home' | 'input'>;

/**
 * A command of `open-rooms` that runs in the process of the test, from its command line on: where it starts in a tenth of
 * the time that a process takes. Disposing it ends it as SIGTERM does.
 *
 * What is about the process itself takes `Command`: that it ends by itself, its pipes, what it prints while it runs to
 * whoever reads both.
 */
export class CommandHere implements AsyncDisposable {
  readonly #terminal: TestTerminal;
  readonly #name: string;
  readonly #ended: Promise<number>;

  constructor(args: readonly string[], { home, input = '' }: HereOptions) {
    this.#name = `open-rooms ${args.join(' ')}`;
    this.#terminal = testTerminal({ env: { OPEN_ROOMS_HOME: home }, input: [Buffer.from(input)] });
    this.#ended = runProgram(args, this.#terminal);
  }

  get stdout(): string {
    return this.#terminal.printed;
  }

  get stderr(): string {
    return this.#terminal.complained;
  }

  /** Resolves once what it has printed on stdout matches; answers the match. */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    const ended = this.#ended.then(() => {
      const match = pattern.exec(this.stdout);
      if (match === null) throw new Error(`${this.#name} ended:\n${this.stdout}\n${this.stderr}`);
      return match;
    });
    return Promise.race([shown(this.#terminal, pattern), ended]);
  }

  signal(signal: 'SIGINT' | 'SIGTERM'): void {
    this.#terminal.signal(signal);
  }

  /** Its exit code, once it has ended. */
  ends(): Promise<number> {
    return within(`the end of ${this.#name}`, this.#ended);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal('SIGTERM');
    await this.ends();
  }
}

/** Runs a command to its end, as `ran` does in a process of its own. */
export async function ranHere(
  args: readonly string[],
  options: HereOptions,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const command = new CommandHere(args, options);
  const code = await command.ends();
  return { code, out: command.stdout, err: command.stderr };
}
