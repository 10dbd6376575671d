import type { Self } from '../state/self.ts';
import { KeyGiving, KeyTaking } from '../web/index.ts';

export { canScan, scanCode } from '../web/index.ts';
export type { KeyGiving, KeyTaking };

/** This page as the one that is asked for its person's key; `undefined` where no page has opened it. */
export function giveKey({ vault, crypto }: Self): KeyGiving | undefined {
  return KeyGiving.open(vault, crypto);
}

/**
 * Opens the page of another room, which asks its person for the key. To be called in the turn of a click; `undefined`
 * where the browser opens no window.
 */
export function takeKey(page: URL, { crypto }: Self): KeyTaking | undefined {
  return KeyTaking.open(page, crypto);
}
