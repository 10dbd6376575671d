import type { TabRoleName } from '../connection/tab-election.ts';

/** A role, and who is told when it changes. */
export class RoleWatchers {
  readonly #listeners = new Set<() => void>();
  #role: TabRoleName = 'asking';

  get role(): TabRoleName {
    return this.#role;
  }

  set role(role: TabRoleName) {
    if (role === this.#role) return;
    this.#role = role;
    for (const listener of [...this.#listeners]) listener();
  }

  watch(listener: () => void): Disposable {
    const own = () => listener();
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }
}
