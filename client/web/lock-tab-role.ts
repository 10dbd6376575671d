import type { TabRoleName } from '../connection/tab-election.ts';
import { RoleWatchers } from './role-watchers.ts';
import type { TabRole } from './tab-role.ts';

/** One tab of several by a lock of the browser: whoever holds it is active. It goes with its tab, however that ends. */
export class LockTabRole implements TabRole {
  readonly #name: string;
  readonly #locks: LockManager;
  readonly #watchers = new RoleWatchers();
  /** Ends waiting in the queue. */
  #waiting = new AbortController();
  /** Gives the lock back. */
  #release: () => void = () => undefined;
  #isOver = false;

  constructor(name: string, locks: LockManager) {
    this.#name = name;
    this.#locks = locks;
    this.#request({ ifAvailable: true });
  }

  get role(): TabRoleName {
    return this.#watchers.role;
  }

  takeOver(): void {
    if (this.role === 'active' || this.#isOver) return;
    this.#waiting.abort();
    this.#request({ steal: true });
  }

  watch(listener: () => void): Disposable {
    return this.#watchers.watch(listener);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#waiting.abort();
    this.#release();
    this.#watchers.role = 'other';
  }

  #request(how: LockOptions): void {
    const held = this.#locks.request(this.#name, how, (lock) => {
      if (this.#isOver) return undefined;
      if (lock === null) {
        this.#queue();
        return undefined;
      }
      const holding = Promise.withResolvers<void>();
      this.#release = holding.resolve;
      this.#watchers.role = 'active';
      return holding.promise;
    });
    held.catch((error: unknown) => {
      if (!(error instanceof DOMException)) throw error;
      // Another tab took the lock away; or the person moved here while it was waited for.
      const wasStolen = this.#watchers.role === 'active' && how.signal?.aborted !== true;
      if (wasStolen && !this.#isOver) this.#queue();
    });
  }

  /** Waits until the active tab closes. */
  #queue(): void {
    this.#watchers.role = 'other';
    this.#waiting = new AbortController();
    this.#request({ signal: this.#waiting.signal });
  }
}
