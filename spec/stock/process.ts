import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { within } from './deadline.ts';

export interface StockProcessOptions {
  /** What it is called in error sentences. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Flags for Node itself. */
  readonly execArgv: readonly string[];
  /** Its home and working directory, where stock packages look for `.ssb`; removed when it ends. */
  readonly directory: string;
}

/** A fresh directory for one stock process. */
export function stockDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'open-rooms-stock-'));
}

/** A stock program in a process of its own: what it prints is kept, and an end that nobody asked for is an error. */
export class StockProcess {
  readonly #name: string;
  readonly #directory: string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<void>;
  readonly #crash = Promise.withResolvers<never>();
  #output = '';
  #ending = false;
  #stopped: Promise<void> | null = null;

  constructor(options: StockProcessOptions) {
    this.#name = options.name;
    this.#directory = options.directory;
    this.#child = fork(options.program, options.args, {
      cwd: options.directory,
      env: { ...process.env, HOME: options.directory, USERPROFILE: options.directory },
      execArgv: [...options.execArgv],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child.stdout?.on('data', (text: Buffer) => this.#keep(text));
    this.#child.stderr?.on('data', (text: Buffer) => this.#keep(text));
    this.#exit = new Promise((resolve) => this.#child.on('close', () => resolve()));
    this.#crash.promise.catch(() => {});
    this.#child.on('error', (error) => this.#crash.reject(error));
    this.#child.on('close', () => {
      if (!this.#ending) this.#crash.reject(this.#crashed());
    });
  }

  get pid(): number {
    const pid = this.#child.pid;
    if (pid === undefined) throw new Error(`Cannot tell the pid of ${this.#name}: it did not start`);
    return pid;
  }

  /** All that it has printed so far. */
  get output(): string {
    return this.#output;
  }

  send(message: Serializable): void {
    if (this.#child.connected) this.#child.send(message);
  }

  onMessage(listener: (message: Serializable) => void): void {
    this.#child.on('message', listener);
  }

  /** Resolves as `promise` does; rejects with exit code and output if the process ends first, or at the deadline. */
  guard<T>(what: string, promise: Promise<T>): Promise<T> {
    return within(`${what} (${this.#name})`, Promise.race([promise, this.#crash.promise]));
  }

  /** Ends it at once, as a crash or a pulled cable would, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#ending = true;
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  /** Asks it to end, waits, removes its directory. Throws if it had already ended unasked, with what it printed. */
  stop(ask: () => void): Promise<void> {
    this.#stopped ??= this.#stop(ask);
    return this.#stopped;
  }

  async #stop(ask: () => void): Promise<void> {
    try {
      if (!this.#ending && this.#gone()) throw this.#crashed();
      if (!this.#gone()) {
        this.#ending = true;
        ask();
      }
      await within(`the end of ${this.#name}`, this.#exit);
    } finally {
      if (!this.#gone()) await this.kill();
      await rm(this.#directory, { recursive: true, force: true });
    }
  }

  /** Sends it SIGTERM. */
  terminate(): void {
    this.#child.kill('SIGTERM');
  }

  #gone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #crashed(): Error {
    const how = this.#child.signalCode ?? `exit code ${this.#child.exitCode}`;
    return new Error(`${this.#name} ended unasked with ${how}; it printed:\n${this.#output}`);
  }

  #keep(text: Buffer): void {
    this.#output += text.toString('utf8');
  }
}
