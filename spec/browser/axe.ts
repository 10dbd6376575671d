import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

/** axe, as a script for pages: it does not run here. */
const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Answers each rule that the document breaks, with the elements that do. */
const FAULTS = `axe.run(document, { resultTypes: ['violations'] })
  .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))`;

/** Throws unless axe finds nothing wrong with what a page shows. */
export async function assertAccessible(page: Page): Promise<void> {
  // A document keeps it: to take it in costs more than to look.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(AXE);
  assert.deepEqual(await page.evaluate(FAULTS), [], page.url());
}
