import { type ReadonlySignal, signal } from '@preact/signals-core';
import { fragmentOf, pathOf, type Route, routeOf } from './routes.ts';

/** Asked before the route is left: `false` stays. */
export type Guard = (to: Route) => boolean | Promise<boolean>;

/** Where in the tab's history an entry of ours stands, so that one can be gone back to. */
interface Entry {
  readonly openRooms: number;
}

/**
 * The route of the tab, kept in its address. Links (`<a href>`) to paths of the page go through it, wherever they
 * stand; others, and those that are opened elsewhere, are the browser's.
 */
export class Router implements Disposable {
  readonly #window: Window;
  readonly #route;
  readonly #ending = new AbortController();
  #guard: Guard | undefined;
  #entry: number;
  /** Going back to an entry that a guard would not leave tells of itself, too. */
  #isReturning = false;

  constructor(window: Window) {
    this.#window = window;
    this.#route = signal<Route>(routeOf(window.location.pathname, window.location.hash));
    this.#entry = entryOf(window.history.state) ?? 0;
    window.history.replaceState(this.#state(), '');
    const { signal: ended } = this.#ending;
    window.addEventListener('popstate', (event) => void this.#onPopState(event), { signal: ended });
    window.document.addEventListener('click', (event) => this.#onClick(event), { signal: ended });
  }

  get route(): ReadonlySignal<Route> {
    return this.#route;
  }

  /** Goes to a route, unless the guard of this one stays. */
  async go(route: Route, { replace = false } = {}): Promise<void> {
    if (!(await this.#mayLeave(route))) return;
    const { history } = this.#window;
    if (!replace) this.#entry++;
    const path = pathOf(route) + this.#kept() + fragmentOf(route);
    if (replace) history.replaceState(this.#state(), '', path);
    else history.pushState(this.#state(), '', path);
    this.#show(route);
  }

  /** Asks `guard` before this route is left, until disposed. One at a time: the screen that is shown has it. */
  guard(guard: Guard): Disposable {
    this.#guard = guard;
    return {
      [Symbol.dispose]: () => {
        if (this.#guard === guard) this.#guard = undefined;
      },
    };
  }

  [Symbol.dispose](): void {
    this.#ending.abort();
  }

  async #onPopState(event: PopStateEvent): Promise<void> {
    if (this.#isReturning) {
      this.#isReturning = false;
      return;
    }
    const entry = entryOf(event.state) ?? 0;
    const route = routeOf(this.#window.location.pathname, this.#window.location.hash);
    if (!(await this.#mayLeave(route))) {
      this.#isReturning = entry !== this.#entry;
      this.#window.history.go(this.#entry - entry);
      return;
    }
    this.#entry = entry;
    this.#show(route);
  }

  #onClick(event: MouseEvent): void {
    const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (elsewhere || event.defaultPrevented) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (link === undefined || link.target !== '' || link.hasAttribute('download')) return;
    const { origin, pathname, hash } = new URL(link.href);
    const route = routeOf(pathname);
    if (origin !== this.#window.location.origin || hash !== '' || route.screen === 'not-found') return;
    event.preventDefault();
    void this.go(route);
  }

  async #mayLeave(route: Route): Promise<boolean> {
    return this.#guard === undefined || this.#guard(route);
  }

  #show(route: Route): void {
    this.#guard = undefined;
    this.#route.value = route;
  }

  #state(): Entry {
    return { openRooms: this.#entry };
  }

  /** A language that the address forces is forced on the next page, too. */
  #kept(): string {
    const lang = new URLSearchParams(this.#window.location.search).get('lang');
    return lang === null ? '' : `?${new URLSearchParams({ lang })}`;
  }
}

function entryOf(state: unknown): number | undefined {
  const entry = (state as Partial<Entry> | null)?.openRooms;
  return typeof entry === 'number' ? entry : undefined;
}
