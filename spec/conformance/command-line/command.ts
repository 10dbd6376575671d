import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { within } from '../../stock/deadline.ts';
import type { OurRoom } from '../our-room.ts';
import { spawnOpenRooms } from '../server-process.ts';

export interface CommandOptions {
  /** The folder of the profiles. */
  readonly home: string;
  /** More variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** A module that is run before it. */
  readonly preload?: string;
  /** What it reads; nothing by default. */
  readonly input?: string | Uint8Array;
  /** A file that it reads instead. */
  readonly file?: string;
  /** Whether stdin stays open behind the input. */
  readonly keepsInput?: boolean;
}

/** A command of `open-rooms` that runs in a process of its own. Disposing it kills it. */
export class Command implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #closed: Promise<unknown>;
  readonly #out: Buffer[] = [];
  #err = '';
  readonly #watchers = new Set<() => void>();

  constructor(
    args: readonly string[],
    { home, env: more = {}, preload, input = '', file, keepsInput = false }: CommandOptions,
  ) {
    this.#name = `open-rooms ${args.join(' ')}`;
    const descriptor = file === undefined ? undefined : openSync(file, 'r');
    const env = { ...more, OPEN_ROOMS_HOME: home };
    this.#child = spawnOpenRooms(args, { env, stdin: descriptor ?? 'pipe', ...(preload && { preload }) });
    if (descriptor !== undefined) closeSync(descriptor);
    this.#closed = once(this.#child, 'close');
    this.#child.stdout?.on('data', (bytes: Buffer) => this.#printed(() => this.#out.push(bytes)));
    this.#child.stderr?.on('data', (bytes: Buffer) =>
      this.#printed(() => (this.#err += bytes.toString('utf8'))),
    );
    // A program that ends without reading is no fault of the test's.
    this.#child.stdin?.on('error', () => undefined).write(input);
    if (!keepsInput) this.#child.stdin?.end();
  }

  get stdout(): string {
    return this.bytes.toString('utf8');
  }

  get stderr(): string {
    return this.#err;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#out);
  }

  /** Writes to its stdin. */
  write(input: string | Uint8Array): void {
    this.#child.stdin?.write(input);
  }

  /** Ends its stdin. */
  endInput(): void {
    this.#child.stdin?.end();
  }

  /** Nobody reads its stdout any more. */
  stopReading(): void {
    this.#child.stdout?.destroy();
  }

  signal(signal: 'SIGINT' | 'SIGTERM'): void {
    this.#child.kill(signal);
  }

  /** Resolves once it has printed something, on stdout or stderr, that matches; answers the match. */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    const found = Promise.withResolvers<RegExpExecArray>();
    const look = () => {
      const match = pattern.exec(this.stdout) ?? pattern.exec(this.stderr);
      if (match !== null) found.resolve(match);
    };
    this.#watchers.add(look);
    look();
    const ended = this.#closed.then(() => Promise.reject(new Error(`${this.#name} ended:\n${this.#all}`)));
    try {
      return await within(
        `${pattern} of ${this.#name}, which printed:\n${this.#all}`,
        Promise.race([found.promise, ended]),
      );
    } finally {
      this.#watchers.delete(look);
    }
  }

  /** Its exit code, once it has ended. */
  async ends(): Promise<number | null> {
    await within(`the end of ${this.#name}`, this.#closed);
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
  }

  get #all(): string {
    return `${this.stdout}\n${this.stderr}`;
  }

  #printed(keep: () => unknown): void {
    keep();
    for (const look of [...this.#watchers]) look();
  }
}

/** Runs a command to its end. */
export async function ran(
  args: readonly string[],
  options: CommandOptions,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  await using command = new Command(args, options);
  const code = await command.ends();
  return { code, out: command.stdout, err: command.stderr };
}

/** The host name of a room on this machine, with the port of its `/whois`. */
export function hostOf({ ready }: Pick<OurRoom, 'ready'>): string {
  return `localhost:${new URL(ready.whois).port}`;
}
