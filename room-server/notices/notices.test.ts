import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type RefusalCode, Refused } from '@open-rooms/protocol';
import fc from 'fast-check';
import type { Happening } from '../audit/happening.ts';
import { OPERATOR } from '../rooms/actor.ts';
import { memoryStore } from '../store/memory.ts';
import { MAX_NOTICE_LANGUAGES, Notices, type NoticeText } from './notices.ts';
import { noticesOperations } from './notices-operations.ts';

async function setting() {
  const { notices: store } = memoryStore();
  const told: Happening[] = [];
  const clock = { now: 1 };
  const parts = {
    store,
    takeDown: (happening: Happening) => void told.push(happening),
    now: () => clock.now,
  };
  const notices = await Notices.open(parts);
  const set = (language: string, text: Partial<NoticeText> = {}) =>
    notices.set(OPERATOR, { name: 'news', language, title: '', content: `In ${language}.`, ...text });
  return { notices, set, told, clock, reopened: () => Notices.open(parts) };
}

function refused(code: RefusalCode, sentence: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Refused, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, sentence);
    return true;
  };
}

describe('writing', () => {
  test('keeps one text for each language, and says who wrote', async () => {
    const { notices, set, told, clock, reopened } = await setting();
    await set('en', { title: 'News' });
    clock.now = 2;
    await set('pt-br');
    await set('en', { content: 'Newer.' });
    const kept = [
      { id: 1, name: 'news', language: 'en', title: '', content: 'Newer.', updatedAt: 2 },
      { id: 2, name: 'news', language: 'pt-BR', title: '', content: 'In pt-br.', updatedAt: 2 },
    ];
    assert.deepEqual(notices.list(), kept);
    assert.deepEqual((await reopened()).list(), kept);
    assert.deepEqual(notices.names(), ['news']);
    assert.deepEqual(
      told.map(({ event, by, subject, message }) => [event, by, subject, message]),
      ['en', 'pt-BR', 'en'].map((language) => [
        'notice_modify',
        OPERATOR,
        'news',
        `Written in "${language}".`,
      ]),
    );
  });

  test('refuses what is empty, in no language, or too many of them', async () => {
    const { set } = await setting();
    await assert.rejects(set('en', { content: ' \n' }), refused('bad-argument', /has no text\. Remove it/));
    for (const language of ['', 'e', 'en-', 'en_GB', 'en-a'])
      await assert.rejects(set(language), refused('bad-argument', /^Cannot read the language "/), language);
    const tags = Array.from(
      { length: MAX_NOTICE_LANGUAGES },
      (_, n) => `q${String.fromCharCode(97 + (n % 20))}${n < 20 ? 'a' : 'b'}`,
    );
    for (const tag of tags) await set(tag);
    await assert.rejects(set('en'), refused('too-many', /in 32 other languages, which is the most/));
    await set(tags[0] ?? '', { content: 'Again.' });
  });

  test('refuses what takes a parser long', async () => {
    const { set } = await setting();
    for (const content of [
      '*a_ '.repeat(5_000),
      '1. '.repeat(6_000),
      '>'.repeat(20_000),
      '[a]('.repeat(5_000),
      `${'* '.repeat(150)}\n\n`.repeat(8),
    ])
      await assert.rejects(set('en', { content }), refused('bad-argument', /marks of Markdown/));
    await set('en', { content: '- [a](https://room.example) *b*\n\n'.repeat(80) });
  });
});

describe('tables', () => {
  const table = (columns: number, rows: number, end = '\n', before = '') =>
    ['|a', '|-'].map((cell) => before + cell.repeat(columns) + end).join('') +
    `${before}a${end}`.repeat(rows);

  for (const [why, content] of [
    ['a wide head above many short rows', table(1000, 1000)],
    ['rows that end as on other systems', table(100, 100, '\r')],
    ['a quote', table(100, 100, '\r\n', '> ')],
    ['a list', `- a\n\n${table(100, 100, '\n', '  ')}`],
    ['bars alone', `${'|'.repeat(2048)}\n${'|-'.repeat(1024)}\n${'|'.repeat(100)}\n`],
    ['many tables', `${table(20, 20)}\n`.repeat(6)],
    ['bars above bars', `${'|:-:'.repeat(500)}\n`.repeat(8)],
  ] as const)
    test(`are refused at once where they come to too much: ${why}`, async () => {
      const { set } = await setting();
      const before = performance.now();
      await assert.rejects(set('en', { content }), refused('bad-argument', /more than 2000 cells/));
      assert.ok(performance.now() - before < 500);
    });

  test('of ordinary sizes are kept, and so are lines and rules', async () => {
    const { set } = await setting();
    await set('en', { content: `${table(5, 40)}\n\n---\n\n${'a|b\n'.repeat(500)}${'---\n'.repeat(500)}` });
    await set('en', { content: `${table(8, 60)}\n`.repeat(3) });
  });
});

describe('removing', () => {
  test('takes one language, and the last one, too', async () => {
    const { notices, set, told } = await setting();
    await set('en');
    await set('fr');
    await notices.remove(OPERATOR, 'news', 'EN');
    assert.deepEqual(
      notices.list().map(({ language }) => language),
      ['fr'],
    );
    await assert.rejects(
      notices.remove(OPERATOR, 'news', 'en'),
      refused('not-found', /^The notice "news" is not written in "en"\.$/),
    );
    await notices.remove(OPERATOR, 'news', 'fr');
    assert.deepEqual([notices.list(), notices.names()], [[], []]);
    assert.equal(notices.shown('news', ['en'], 'en'), undefined);
    assert.equal(told.at(-1)?.message, 'Removed in "fr".');
  });
});

describe('which language is shown', () => {
  for (const [there, asked, ofRoom, shown] of [
    [['en', 'fr', 'de'], ['fr'], 'de', 'fr'],
    [['en', 'fr', 'de'], ['es', 'fr-CA'], 'de', 'fr'],
    [['en', 'pt-BR'], ['pt'], 'en', 'pt-BR'],
    [['pt-BR', 'pt-PT'], ['pt-pt'], 'en', 'pt-PT'],
    [['en', 'fr', 'de'], ['es'], 'de', 'de'],
    [['en', 'fr'], ['es'], 'de', 'en'],
    [['sv', 'fr'], ['es'], 'de', 'fr'],
    [['sv'], [], 'de', 'sv'],
    [[], ['en'], 'en', undefined],
  ] as const) {
    test(`of ${there.join(', ') || 'none'} to who reads ${asked.join(', ') || 'anything'}: ${shown}`, async () => {
      const { notices, set } = await setting();
      for (const language of there) await set(language);
      assert.equal(notices.shown('news', asked, ofRoom)?.language, shown);
    });
  }

  test('is one, whatever is asked, as long as there is one', async () => {
    const { notices, set } = await setting();
    await set('de');
    await fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.string(), (asked, ofRoom) =>
        assert.equal(notices.shown('news', asked, ofRoom)?.language, 'de'),
      ),
    );
  });
});

test('the operations write, list and remove', async () => {
  const { notices } = await setting();
  const operations = noticesOperations(notices);
  const text = { name: 'code-of-conduct', language: 'en', title: 'Be kind', content: '*Always.*' } as const;
  const written = { ...text, updatedAt: 1 };
  assert.deepEqual(await operations['notices.set'](OPERATOR, text), written);
  assert.deepEqual(await operations['notices.list'](OPERATOR, {}), [written]);
  const { name, language } = text;
  assert.deepEqual(await operations['notices.remove'](OPERATOR, { name, language }), { done: true });
  assert.deepEqual(await operations['notices.list'](OPERATOR, {}), []);
});
