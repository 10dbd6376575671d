import { effect } from '@preact/signals-core';
import { PageState } from '../state/page-state.ts';
import { loadRoomHere } from './load-room-here.ts';
import { showFirstLanguage } from './locales/language.ts';
import { Router } from './routing/router.ts';
import type { Route } from './routing/routes.ts';
import { SCREENS } from './screens.ts';
import { AppElement } from './shell/app-element.ts';
import { keepOffline } from './shell/keep-offline.ts';
import { pageClock } from './shell/page-clock.ts';
import { reloadWhenReplaced } from './shell/reload-when-replaced.ts';
import { takeKeyLink } from './take-key-link.ts';

/** The style of the server's own pages, which would reach into ours. */
const SERVER_STYLE = 'link[rel="stylesheet"][href^="/assets/"]';

/** Puts the page in the place of the server's, unless it has no screen for this address. */
export async function takeOver(document: Document): Promise<void> {
  const { documentElement: root, defaultView: window } = document;
  if (window === null) return;
  const keyLink = takeKeyLink(window);
  reloadWhenReplaced(window);
  void keepOffline(window);
  const router = new Router(window);
  if (isLeft(router.route.peek(), document)) {
    router[Symbol.dispose]();
    root.dataset['state'] = 'ready';
    return;
  }
  await showFirstLanguage();
  const page = new PageState(pageClock);
  page.keyLink.value = keyLink;
  window.addEventListener('hashchange', () => {
    page.keyLink.value = takeKeyLink(window) ?? page.keyLink.peek();
  });
  followNetwork(window, page);
  void loadRoomHere(page);
  // Most of the code is that of a peer, and nothing that is seen first needs it.
  void import('./open-session.ts').then(({ openSession }) => openSession(page, router.route));
  const app = Object.assign(new AppElement(), { page, router });
  for (const style of document.querySelectorAll(SERVER_STYLE)) style.remove();
  root.classList.add('app');
  document.body.replaceChildren(app);
  effect(() => {
    root.dataset['state'] = page.stage.value;
  });
}

/** What has no screen is the server's own; so is the form of a room that nobody has named yet. */
function isLeft({ screen }: Route, document: Document): boolean {
  const isForm = document.querySelector('form[action="/claim"]') !== null;
  return SCREENS[isForm ? 'claim' : screen] === undefined;
}

function followNetwork(window: Window, page: PageState): void {
  const follow = () => {
    page.isOnline.value = window.navigator.onLine;
  };
  window.addEventListener('online', follow);
  window.addEventListener('offline', follow);
  follow();
}
