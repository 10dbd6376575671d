import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Notices } from '../notices/notices.ts';
import { OPERATOR } from '../rooms/actor.ts';
import { testRoom } from './testing.ts';

type Name = 'description' | 'code-of-conduct' | 'privacy-policy' | 'news';

async function setting() {
  const tested = await testRoom({ name: 'Garden', description: 'Plain words.' }, 'room.example');
  const { parts } = tested;
  assert.ok(parts.notices instanceof Notices);
  const { notices } = parts;
  const write = (name: Name, language: string, content: string, title = '') =>
    notices.set(OPERATOR, { name, language, title, content });
  const ask = (path: string, headers: Record<string, string> = {}) =>
    tested.app.request(path, { headers: { host: 'room.example', ...headers } });
  return { ...tested, notices, write, ask };
}

describe('the page of a notice', () => {
  test('is in the language that somebody reads, and says so', async () => {
    const { write, ask } = await setting();
    await write('code-of-conduct', 'en', 'Be *kind*.');
    await write('code-of-conduct', 'fr', 'Soyez *gentils*.', 'Règles');
    const english = await (await ask('/notice/code-of-conduct')).text();
    assert.match(english, /<h1 lang="en">Code of conduct<\/h1>/);
    assert.match(english, /<div class="card prose" lang="en">\s*<p>Be <em>kind<\/em>\.<\/p>/);
    assert.match(english, /Also in <a href="\/notice\/code-of-conduct\?lang=fr" hreflang="fr">French<\/a>/);
    const french = await (await ask('/notice/code-of-conduct', { 'accept-language': 'fr-CH' })).text();
    assert.match(french, /<html lang="fr"/);
    assert.match(french, /<h1 lang="fr">Règles<\/h1>/);
    assert.equal(
      await (await ask('/notice/code-of-conduct?lang=fr')).text().then((page) => page.includes('gentils')),
      true,
    );
  });

  test('falls back to the room’s language, to English, to any; never to a fault', async () => {
    const { write, ask, notices, core, faults } = await setting();
    await core.settings.set(OPERATOR, { language: 'de' });
    for (const tag of ['sv', 'en', 'de']) await write('news', tag, `In ${tag}.`);
    const shown = async () => {
      const answer = await ask('/notice/news?lang=fr');
      const page = await answer.text();
      return [
        answer.status,
        /prose" lang="(\w+)"/.exec(page)?.[1],
        /Ce texte n’existe pas encore/.test(page),
      ];
    };
    for (const tag of ['de', 'en', 'sv']) {
      assert.deepEqual(await shown(), [200, tag, true]);
      await notices.remove(OPERATOR, 'news', tag);
    }
    assert.deepEqual(await shown(), [404, undefined, false]);
    for (const path of ['/', '/notice/list', '/notice/list?encoding=json'])
      assert.equal((await ask(path)).status, 200, path);
    assert.deepEqual(faults, []);
  });

  test('that there is none of is a 404, whatever the name', async () => {
    const { ask } = await setting();
    for (const path of [
      '/notice/news',
      '/notice/%3Cscript%3E',
      '/notice/show',
      '/notice/show?id=1',
      '/notice/%ff',
    ]) {
      const answer = await ask(path);
      assert.equal(answer.status, 404, path);
      assert.doesNotMatch(await answer.text(), /<script>/);
    }
  });

  test('runs nothing that somebody wrote', async () => {
    const { write, ask } = await setting();
    await write('news', 'en', '<script>alert(1)</script>\n\n![a](https://b.example/c.png)', '<i>News</i>');
    const page = await (await ask('/notice/news')).text();
    assert.doesNotMatch(page, /<script>|<img src="https|<i>News/);
    assert.match(page, /<a rel="nofollow noopener" href="https:\/\/b\.example\/c\.png">a<\/a>/);
  });
});

describe('the list of notices', () => {
  test('has the reference server’s shape', async () => {
    const { write, ask } = await setting();
    await write('news', 'en', 'Hello.', 'Today');
    await write('news', 'fr', 'Bonjour.');
    const { pinned_notices: pinned } = (await (await ask('/notice/list?encoding=json')).json()) as {
      pinned_notices: { name: string; notices: unknown[] }[];
    };
    assert.deepEqual(
      pinned.map(({ name }) => name),
      ['NoticeDescription', 'NoticeCodeOfConduct', 'NoticePrivacyPolicy', 'NoticeNews'],
    );
    assert.deepEqual(pinned.at(-1)?.notices, [
      { id: 1, title: 'Today', content: 'Hello.', language: 'en' },
      { id: 2, title: '', content: 'Bonjour.', language: 'fr' },
    ]);
    const old = await ask('/notice/show?id=2');
    assert.deepEqual([old.status, old.headers.get('location')], [303, '/notice/news?lang=fr']);
  });

  test('is at the foot of every page of a room that has some', async () => {
    const { write, ask } = await setting();
    assert.doesNotMatch(await (await ask('/')).text(), /About this room/);
    await write('privacy-policy', 'en', 'None is kept.');
    for (const path of ['/', '/notice/list', '/notice/privacy-policy?lang=fr'])
      assert.match(await (await ask(path)).text(), /<a href="\/notice\/privacy-policy(\?lang=fr)?">/, path);
  });
});

describe('the page of the room', () => {
  test('shows the description that was written, in the reader’s language; else the plain one', async () => {
    const { write, ask, notices } = await setting();
    assert.match(await (await ask('/')).text(), /<p class="description">Plain words\.<\/p>/);
    await write('description', 'fr', 'Des *roses*.');
    const page = await (await ask('/')).text();
    assert.match(page, /<div class="description prose" lang="fr">\s*<p>Des <em>roses<\/em>/);
    assert.doesNotMatch(page, /Plain words/);
    await notices.remove(OPERATOR, 'description', 'fr');
    assert.match(await (await ask('/')).text(), /Plain words/);
  });

  for (const [mode, words, invites] of [
    ['open', /Open room: everyone is welcome/, true],
    ['community', /Community room: its members invite/, false],
    ['restricted', /Private room: members only/, false],
  ] as const) {
    test(`says in words that the room is ${mode}`, async () => {
      const { ask, core } = await setting();
      await core.settings.set(OPERATOR, { mode });
      const page = await (await ask('/')).text();
      assert.match(page, words);
      assert.match(page, /href="\/login">Sign in</);
      assert.equal(page.includes('href="/create-invite"'), invites);
      assert.equal(page.includes('id="invite"'), invites);
    });
  }

  test('tells nothing of a room that is not listed', async () => {
    const { write, ask, core, turn, whoisApp } = await setting();
    turn.online = 7;
    await write('description', 'en', 'Roses.');
    await write('privacy-policy', 'en', 'None is kept.');
    await core.settings.set(OPERATOR, { listed: false });
    const page = await (await ask('/')).text();
    assert.doesNotMatch(page, /Garden|Plain words|Roses|7 people/);
    assert.match(page, /This room is not listed/);
    assert.match(page, /privacy-policy/);
    for (const answer of [await ask('/?encoding=json'), await whoisApp.request('/whois?encoding=json')]) {
      const { name, description, online } = (await answer.json()) as Record<string, unknown>;
      assert.deepEqual([name, description, online], [null, null, 0]);
    }
  });
});
