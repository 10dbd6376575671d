import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownBrowser, whyNoBrowser } from './in-browser.ts';

const REASON = /^There is no browser here: run "npx playwright-core install .*chromium", or set CHROMIUM/;

test('without a browser a test is skipped with the command that brings one, but under CI it fails', () => {
  for (const env of [{}, { CI: '' }, { CI: 'false' }]) assert.match(whyNoBrowser(env), REASON);
  assert.throws(() => whyNoBrowser({ CI: 'true' }), { message: REASON });
});

test('a browser that did not start is no answer to the next test', async (t) => {
  const flags = ['--mute-audio'];
  const { CHROMIUM } = process.env;
  process.env['CHROMIUM'] = process.execPath;
  try {
    await assert.rejects(ownBrowser(flags), /browserType\.launch/);
  } finally {
    if (CHROMIUM === undefined) delete process.env['CHROMIUM'];
    else process.env['CHROMIUM'] = CHROMIUM;
  }
  const browser = await ownBrowser(flags);
  if (browser === undefined) return t.skip(whyNoBrowser(process.env));
  assert.ok(browser.isConnected());
});
