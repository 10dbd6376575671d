import type { Route } from './routing/routes.ts';
import type { Screen } from './screens/screen.ts';

/** How a screen comes into the page: its element, and the part of the build that defines it. */
export interface ScreenEntry {
  readonly tag: string;
  readonly load: () => Promise<{ readonly [name: string]: unknown }>;
  /** It fills the window, with a bar of its own in place of the page's. */
  readonly fillsPage?: boolean;
  /** It is of use while the key is locked, and in a tab that is in no room. */
  readonly needsNoSession?: boolean;
}

/**
 * The screens that there are. A route without one is the server's own page, which is left as it is, or not found
 * where one came by a link of the page.
 */
export const SCREENS: Partial<Readonly<Record<Route['screen'], ScreenEntry>>> = {
  landing: { tag: 'or-landing', load: () => import('./screens/landing/landing.ts') },
  room: { tag: 'or-room', load: () => import('./screens/room/room.ts'), fillsPage: true },
  claim: { tag: 'or-claim', load: () => import('./screens/claim/claim.ts') },
  contacts: { tag: 'or-contacts', load: () => import('./screens/contacts/contacts.ts') },
  settings: {
    tag: 'or-settings',
    load: () => import('./screens/settings/settings.ts'),
    needsNoSession: true,
  },
  transfer: {
    tag: 'or-transfer',
    load: () => import('./screens/transfer/transfer.ts'),
    fillsPage: true,
    needsNoSession: true,
  },
  'not-found': {
    tag: 'or-not-found',
    load: () => import('./screens/not-found/not-found.ts'),
    needsNoSession: true,
  },
};

/** Makes the element of a screen once its code is here. Rejects where that cannot be loaded. */
export async function createScreen({ tag, load }: ScreenEntry): Promise<Screen> {
  await load();
  return document.createElement(tag) as Screen;
}
