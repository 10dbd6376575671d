import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { link, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isSystemError, syncDirectory } from '@open-rooms/protocol/node';
import { StartError } from '../running-server.ts';

const PRIVATE = 0o600;

/**
 * A file that is being written, for this account alone: under a name of its own until all of it is there. Disposing it
 * removes what was not kept.
 */
export class NewFile implements Disposable {
  /** Where it is meanwhile. */
  readonly draft: string;
  readonly #path: string;
  readonly #mayReplace: boolean;
  #descriptor: number | undefined;

  private constructor(path: string, mayReplace: boolean) {
    this.#path = path;
    this.#mayReplace = mayReplace;
    this.draft = `${path}.part-${randomBytes(4).toString('hex')}`;
    this.#descriptor = openSync(this.draft, 'wx', PRIVATE);
  }

  /**
   * @param mayReplace whether a file that is there already is replaced
   * @throws StartError `file-exists`, `file-unusable`
   */
  static open(path: string, mayReplace: boolean): NewFile {
    const absolute = resolve(path);
    if (!mayReplace && existsSync(absolute)) throw taken(absolute);
    return told(absolute, () => new NewFile(absolute, mayReplace));
  }

  /** Writes before anything else happens, so that whoever sends more has to wait. Throws `StartError`. */
  write(bytes: Uint8Array): void {
    const descriptor = this.#open();
    told(this.#path, () => {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    });
  }

  /** Hands all of it to the disk. Throws `StartError`. */
  sync(): void {
    const descriptor = this.#open();
    told(this.#path, () => fsyncSync(descriptor));
  }

  /** Gives it its name, at once and whole. Throws `StartError`. */
  async keep(): Promise<void> {
    this.sync();
    this.#close();
    try {
      if (this.#mayReplace || !(await this.#linked())) await rename(this.draft, this.#path);
      await syncDirectory(dirname(this.#path));
    } catch (error) {
      throw explained(this.#path, error);
    }
  }

  [Symbol.dispose](): void {
    this.#close();
    rmSync(this.draft, { force: true });
  }

  /** A second name, unlike renaming, never takes the place of a file. @returns whether this file system knows that */
  async #linked(): Promise<boolean> {
    try {
      await link(this.draft, this.#path);
      return true;
    } catch {
      if (existsSync(this.#path)) throw taken(this.#path);
      return false;
    }
  }

  #open(): number {
    if (this.#descriptor === undefined) throw new Error(`${this.#path} is closed already.`);
    return this.#descriptor;
  }

  #close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

function told<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw explained(path, error);
  }
}

function explained(path: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  const sentence = `Cannot write ${path}: ${error.message}. Make sure that its folder is there, that this account may write in it, and that the disk is not full.`;
  return new StartError('file-unusable', sentence, { cause: error });
}

function taken(path: string): StartError {
  return new StartError(
    'file-exists',
    `Cannot write ${path}: it is there already. Name another file, or replace it with --force.`,
  );
}
