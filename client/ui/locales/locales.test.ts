import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { describe, test } from 'node:test';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { invitedEn } from './invited.en.ts';
import { invitedFr } from './invited.fr.ts';
import { languageOf } from './language-of.ts';
import { membersEn } from './members.en.ts';
import { membersFr } from './members.fr.ts';
import type { Message, Messages } from './message.ts';
import { writeMessage } from './message.ts';
import { stageEn } from './stage.en.ts';
import { stageFr } from './stage.fr.ts';

/** The tables, and what is loaded with its part of the page. */
const FRENCH: Messages = { ...fr, ...stageFr, ...membersFr, ...invitedFr };
const ENGLISH: Messages = { ...en, ...stageEn, ...membersEn, ...invitedEn };

/** Words that are the same in both languages. */
const SAME = new Set(['appName', 'contacts', 'ms', 's']);

describe('the tables of texts', () => {
  test('both languages have every key, and nothing is empty', () => {
    assert.deepEqual(Object.keys(FRENCH).sort(), Object.keys(ENGLISH).sort());
    for (const table of [ENGLISH, FRENCH]) {
      for (const [key, message] of Object.entries(table)) {
        for (const text of textsOf(message)) assert.ok(text.trim() !== '' && text === text.trim(), key);
      }
    }
  });

  test('both have the same values in braces, in each plural too', () => {
    for (const [key, message] of Object.entries(ENGLISH)) {
      const names = namesIn(message);
      assert.deepEqual(namesIn(FRENCH[key] ?? ''), names, key);
    }
  });

  test('nothing is left in English', () => {
    for (const [key, message] of Object.entries(ENGLISH)) {
      if (SAME.has(key)) continue;
      assert.notDeepEqual(FRENCH[key], message, `${key}: translate it, or say here that it is the same`);
    }
  });

  test('every area is in the tables, and no key stands in two of them', async () => {
    for (const language of ['en', 'fr'] as const) {
      const table: Messages = { en: ENGLISH, fr: FRENCH }[language];
      let count = 0;
      for (const file of globSync(`*.${language}.ts`, { cwd: import.meta.dirname })) {
        const exported: Readonly<Record<string, Messages>> = await import(`./${file}`);
        for (const area of Object.values(exported)) {
          for (const [key, message] of Object.entries(area)) {
            count++;
            assert.equal(table[key], message, `${key} of ${file} is the one in the table`);
          }
        }
      }
      assert.equal(count, Object.keys(table).length);
    }
  });
});

describe('a message', () => {
  test('holds its values, numbers as the language writes them', () => {
    assert.equal(
      writeMessage('{name} sent {size} bytes', { name: 'Bob', size: 1234.5 }, 'en'),
      'Bob sent 1,234.5 bytes',
    );
    assert.equal(writeMessage('{size} octets', { size: 1234.5 }, 'fr'), '1\u202f234,5 octets');
  });

  test('takes the plural of its count', () => {
    const people = { one: '{count} person', other: '{count} people' };
    assert.deepEqual(
      [0, 1, 2].map((count) => writeMessage(people, { count }, 'en')),
      ['0 people', '1 person', '2 people'],
    );
    const personnes = { one: '{count} personne', many: '{count} de personnes', other: '{count} personnes' };
    assert.deepEqual(
      [0, 1, 2].map((count) => writeMessage(personnes, { count }, 'fr')),
      ['0 personne', '1 personne', '2 personnes'],
    );
    assert.match(writeMessage(personnes, { count: 1_000_000 }, 'fr'), / de personnes$/);
  });

  test('what stands in a value is not read as a message', () => {
    assert.equal(writeMessage('{a}{b}', { a: '{b}', b: '$&' }, 'en'), '{b}$&');
  });
});

describe('the language', () => {
  test('of the address, the choice, the browser, in this order; else English', () => {
    assert.equal(languageOf('?lang=fr', ['en'], 'en'), 'fr');
    assert.equal(languageOf('?lang=FR-ca', ['en']), 'fr');
    assert.equal(languageOf('?lang=xx', ['fr-FR', 'en']), 'fr');
    assert.equal(languageOf('', ['fr'], 'en'), 'en');
    assert.equal(languageOf('', ['de', 'fr-CH', 'en']), 'fr');
    assert.equal(languageOf('', ['de']), 'en');
    assert.equal(languageOf('', []), 'en');
  });
});

function textsOf(message: Message): string[] {
  return typeof message === 'string' ? [message] : Object.values(message);
}

/** The names in braces, of each text of a message; `count` may be left out where a plural says it in words. */
function namesIn(message: Message): string[] {
  const names = textsOf(message).flatMap((text) =>
    [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
  );
  return [...new Set(names)].sort();
}
