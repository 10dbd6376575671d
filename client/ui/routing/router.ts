import { type ReadonlySignal, signal } from '@preact/signals-core';
import { isForThisTab } from './for-this-tab.ts';
import { fragmentOf, pathOf, type Route, routeOf } from './routes.ts';

/**
 * The route of the tab, kept in its address. Links (`<a href>`) to paths of the page go through it, wherever they
 * stand; others, and those that are opened elsewhere, are the browser's.
 */
export class Router implements Disposable {
  readonly #window: Window;
  readonly #route;
  readonly #ending = new AbortController();

  constructor(window: Window) {
    this.#window = window;
    this.#route = signal<Route>(this.#here());
    const { signal: ended } = this.#ending;
    window.addEventListener('popstate', () => this.#show(this.#here()), { signal: ended });
    window.document.addEventListener('click', (event) => this.#onClick(event), { signal: ended });
  }

  get route(): ReadonlySignal<Route> {
    return this.#route;
  }

  /** Goes to a route. */
  go(route: Route, { replace = false } = {}): void {
    const { history } = this.#window;
    const path = pathOf(route) + this.#kept() + fragmentOf(route);
    if (replace) history.replaceState(null, '', path);
    else history.pushState(null, '', path);
    this.#show(route);
  }

  [Symbol.dispose](): void {
    this.#ending.abort();
  }

  #onClick(event: MouseEvent): void {
    if (!isForThisTab(event) || event.defaultPrevented) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (link === undefined || link.target !== '' || link.hasAttribute('download')) return;
    const { origin, pathname, hash } = new URL(link.href);
    const route = routeOf(pathname);
    if (origin !== this.#window.location.origin || hash !== '' || route.screen === 'not-found') return;
    event.preventDefault();
    this.go(route);
  }

  #here(): Route {
    const { pathname, hash } = this.#window.location;
    return routeOf(pathname, hash);
  }

  #show(route: Route): void {
    this.#route.value = route;
  }

  /** A language that the address forces is forced on the next page, too. */
  #kept(): string {
    const lang = new URLSearchParams(this.#window.location.search).get('lang');
    return lang === null ? '' : `?${new URLSearchParams({ lang })}`;
  }
}
