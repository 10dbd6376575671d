import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { within } from '../stock/deadline.ts';

/** More presses than any screen of ours has stops. */
const MAX_PRESSES = 40;

/** What has the focus, through all shadow roots: the text of its label, or its own. */
const FOCUSED = `(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return (element.getAttribute('aria-label') ?? (element.labels?.[0] ?? element).textContent).trim();
})()`;

/** Nothing that is shown changes between two of them. */
const NEXT_FRAME = 'new Promise((resolve) => requestAnimationFrame(() => resolve()))';

/** Presses Tab until what is called so has the focus. Throws where the keyboard does not reach it. */
export async function tabTo(page: Page, name: string): Promise<void> {
  const reached: string[] = [];
  for (let presses = 0; presses < MAX_PRESSES; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>(FOCUSED);
    if (focused === name) return;
    reached.push(focused);
  }
  assert.fail(`the keyboard does not reach "${name}", only: ${reached.join(', ')}`);
}

/** Waits until that stands in a field: what is kept is there once the key is open. */
export async function holds(field: Locator, text: string): Promise<void> {
  const isThere = async () => {
    while ((await field.inputValue()) !== text) await field.page().evaluate(NEXT_FRAME);
  };
  await within(`"${text}" to stand in the field`, isThere());
}
