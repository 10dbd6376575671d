import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hono } from 'hono';
import { askedLanguages, dictionary, languageOf } from './language.ts';

async function ask(path: string, accept?: string) {
  const app = new Hono();
  app.get('/', (context) => context.json({ language: languageOf(context), asked: askedLanguages(context) }));
  const answer = await app.request(
    path,
    accept === undefined ? {} : { headers: { 'accept-language': accept } },
  );
  return (await answer.json()) as { language: string; asked: string[] };
}

for (const [path, accept, language] of [
  ['/', undefined, 'en'],
  ['/', 'fr', 'fr'],
  ['/', 'fr-CA,fr;q=0.9,en;q=0.8', 'fr'],
  ['/', 'de,en;q=0.7,fr;q=0.8', 'fr'],
  ['/', 'de', 'en'],
  ['/', 'fr;q=0, en', 'en'],
  ['/', '*', 'en'],
  ['/?lang=en', 'fr', 'en'],
  ['/?lang=FR-ca', 'en', 'fr'],
  ['/?lang=de', 'fr', 'fr'],
  ['/?lang=', 'fr', 'fr'],
  ['/?lang=%ff&lang=fr', 'en', 'en'],
  ['/', ';;;q=x,,"', 'en'],
] as const) {
  test(`${path} to who accepts ${accept ?? 'anything'} is in ${language}`, async () => {
    assert.equal((await ask(path, accept)).language, language);
  });
}

test('all that somebody reads is there, the best first', async () => {
  const { asked } = await ask('/?lang=sv', 'de;q=0.5, fr-CA, en;q=0.9, it;q=0');
  assert.deepEqual(asked, ['sv', 'fr-ca', 'en', 'de']);
});

test('of a long header the beginning is read, and no tag that is cut', async () => {
  const few = (await ask('/', Array.from({ length: 40 }, (_, n) => `a${n}`).join(','))).asked;
  assert.deepEqual([few.length, few.at(-1)], [20, 'a19']);
  const long = `fr;q=0.5,${' '.repeat(243)}de-AT`;
  assert.deepEqual((await ask('/', long)).asked, ['fr']);
  assert.deepEqual((await ask('/', 'x'.repeat(16_000))).asked, []);
  assert.deepEqual((await ask('/', 'x'.repeat(256))).asked, ['x'.repeat(256)]);
});

test('the header of one request is read once', async () => {
  const app = new Hono();
  app.get('/', (context) => {
    const first = askedLanguages(context);
    return context.json(first === askedLanguages(context));
  });
  for (const language of ['fr', 'de']) {
    const answer = await app.request('/', { headers: { 'accept-language': language } });
    assert.equal(await answer.json(), true);
  }
});

test('what is missing in one language, or of another kind, does not compile', () => {
  const words = dictionary({
    en: { a: 'a', b: (n: number) => `${n}` },
    fr: { a: 'à', b: (n) => `${n + 1}` },
  });
  assert.equal(words.fr.b(1), '2');
  // @ts-expect-error: `b` is missing in French
  dictionary({ en: { a: 'a', b: 'b' }, fr: { a: 'à' } });
  // @ts-expect-error: `b` is missing in English
  dictionary({ en: { a: 'a' }, fr: { a: 'à', b: 'b' } });
  // @ts-expect-error: a function in one, a text in the other
  dictionary({ en: { a: 'a' }, fr: { a: () => 'à' } });
  // @ts-expect-error: there is no French
  dictionary({ en: { a: 'a' } });
});
