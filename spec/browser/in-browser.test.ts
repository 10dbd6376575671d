import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyNoBrowser } from './in-browser.ts';

const REASON = /^There is no browser here: run "npx playwright-core install .*chromium", or set CHROMIUM/;

test('without a browser a test is skipped with the command that brings one, but under CI it fails', () => {
  for (const env of [{}, { CI: '' }, { CI: 'false' }]) assert.match(whyNoBrowser(env), REASON);
  assert.throws(() => whyNoBrowser({ CI: 'true' }), { message: REASON });
});
