import type { FeedId } from '@open-rooms/protocol';
import type { Page } from 'playwright-core';
import { within } from '../stock/deadline.ts';

/** The person of a page, in the page: nothing before the key is read. */
const SELF = `document.querySelector('or-app')?.page.self.value`;

/**
 * Resolves once an expression holds in a page, which is looked at before each frame. Playwright's `waitForFunction` needs
 * `eval` for its second look, and the policy of our pages refuses it.
 */
export async function until(page: Page, condition: string): Promise<void> {
  const looking = page.evaluate(`new Promise((resolve) => {
    const look = () => ((${condition}) ? resolve() : requestAnimationFrame(look));
    look();
  })`);
  await within(`${condition} in the page`, looking);
}

/** Whether the own address is hidden, as the page keeps it: an expression for a page. */
export const ADDRESS_HIDDEN = `${SELF}?.isAddressHidden.value === true`;

/** Waits until a page has a key. */
export async function hasKey(page: Page): Promise<void> {
  await until(page, `${SELF}?.vault.id !== undefined`);
}

/** The id of the person of a page, once it has a key. */
export async function ownId(page: Page): Promise<FeedId> {
  await hasKey(page);
  return page.evaluate(`${SELF}.vault.id`);
}

/** Waits until the vault of a page is so. */
export async function waitForState(page: Page, state: string): Promise<void> {
  await until(page, `${SELF}?.vault.state === ${JSON.stringify(state)}`);
}

/** Does something with the vault of a page, as its person does elsewhere. */
export async function withVault(page: Page, method: 'setPassphrase' | 'unlock', text: string): Promise<void> {
  await hasKey(page);
  await page.evaluate(`${SELF}.vault.${method}(${JSON.stringify(text)})`);
}
