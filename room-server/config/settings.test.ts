import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { safeParse } from 'valibot';
import { flagOf, SETTING_KEYS, SETTINGS, variableOf } from './settings.ts';

const PAGE = new URL('../../spec/command-line.md', import.meta.url);

describe('the table of settings', () => {
  test('spells one name in three ways', () => {
    assert.equal(flagOf('httpPort'), '--http-port');
    assert.equal(variableOf('httpPort'), 'OPEN_ROOMS_HTTP_PORT');
    assert.equal(variableOf('claim'), 'OPEN_ROOMS_CLAIM');
  });

  test('says the default that it has', () => {
    for (const key of [
      'port',
      'httpPort',
      'tls',
      'whoisPort',
      'metricsPort',
      'stunPort',
      'mode',
      'limits',
      'logLevel',
      'json',
      'data',
    ] as const) {
      const read = safeParse(SETTINGS[key].schema, SETTINGS[key].fallbackText);
      assert.deepEqual(read.output, SETTINGS[key].fallback, key);
    }
  });

  test('stands whole in the specification', async () => {
    const page = await readFile(PAGE, 'utf8');
    const table = SETTING_KEYS.map((key) => {
      const { placeholder, fallbackText, help } = SETTINGS[key];
      const flag = placeholder === null ? flagOf(key) : `${flagOf(key)} ${placeholder}`;
      return `| \`${flag}\` | \`${variableOf(key)}\` | \`${key}\` | ${fallbackText} | ${help} |\n`;
    }).join('');
    assert.ok(
      page.includes(`|---|---|---|---|---|\n${table}\n`),
      `spec/command-line.md has to hold these rows:\n${table}`,
    );
  });
});
