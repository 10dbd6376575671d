import { type FSWatcher, utimesSync, watch } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { isSystemError } from '@open-rooms/protocol/node';

/**
 * How often the database is asked whether somebody else has written, where the system tells nothing of files (some
 * network file systems, no watches left) or a process died between its write and telling of it.
 */
const LOOK_MS = 2000;

/**
 * Tells when another process has changed a database. After each write a process touches the file: that wakes the
 * others, who ask SQLite whether it was somebody else. The writes themselves cannot be what wakes them: they reach
 * the directory before the change can be seen.
 */
export class ForeignChanges implements Disposable {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #listeners = new Set<() => void>();
  readonly #timer: NodeJS.Timeout;
  #watcher: FSWatcher | undefined;
  #version: unknown;

  constructor(database: DatabaseSync, path: string, directory: string) {
    this.#database = database;
    this.#path = path;
    this.#version = this.#readVersion();
    this.#timer = setInterval(() => this.#look(), LOOK_MS).unref();
    try {
      this.#watcher = watch(directory, { persistent: false }, () => this.#look());
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  onChange(listener: () => void): Disposable {
    const own = () => listener();
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  /** Wakes the other processes after a write of ours. */
  announce(): void {
    try {
      const now = new Date();
      utimesSync(this.#path, now, now);
    } catch (error) {
      // They find out by themselves, a little later.
      if (!isSystemError(error)) throw error;
    }
  }

  /** Before the database is closed. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#watcher?.close();
    this.#listeners.clear();
  }

  #look(): void {
    if (!this.#database.isOpen) return;
    const version = this.#readVersion();
    if (version === this.#version) return;
    this.#version = version;
    for (const listener of [...this.#listeners]) listener();
  }

  /** A number that changes when another connection has changed the database, and not by our own writes. */
  #readVersion(): unknown {
    try {
      return this.#database.prepare('pragma data_version').get()?.['data_version'];
    } catch {
      // Held by somebody at this moment, or gone: the next look, or the next use, finds out.
      return this.#version;
    }
  }
}
