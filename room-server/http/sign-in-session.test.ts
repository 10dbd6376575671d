import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OPERATOR } from '../rooms/actor.ts';
import { leads, opened, refused, signedIn, TestBrowser, whose } from './test-sign-in.ts';

const CROSS = { 'sec-fetch-site': 'cross-site' };

describe('the page of whoever is signed in', () => {
  test('shows their browsers, and ends one or all', async () => {
    const { room, alice } = await opened();
    const [one, two] = [await signedIn(room, alice), await signedIn(room, alice)];
    const page = await (await one.get('/session')).text();
    assert.match(page, /Participant/);
    assert.match(page, /href="\/create-invite"/);
    const ids = [...page.matchAll(/name="id" value="([\w-]{22})"/g)].map(([, id = '']) => id);
    assert.equal(ids.length, 2);
    const token = two.set.at(-1)?.split(/[=;]/)[1] ?? '';
    const session = room.parts.sessions.of(token)?.session ?? '';
    assert.equal(leads(await one.post('/session/revoke', { id: session })), '/session');
    assert.deepEqual([await whose(one), await whose(two)], [alice.id, null]);
    assert.equal(leads(await one.post('/session/revoke', { id: 'all' })), '/');
    assert.equal(await whose(one), null);
    assert.deepEqual(one.cookies, []);
  });

  test('another’s session is none of one’s own; other sites end nothing', async () => {
    const { room, alice, bob } = await opened();
    const [one, two] = [await signedIn(room, alice), await signedIn(room, bob)];
    const [session] = room.parts.sessions.list(alice.id);
    await refused(await two.post('/session/revoke', { id: session?.id ?? '' }), 404, /no such session/);
    await refused(await one.post('/session/revoke', { id: 'all' }, CROSS), 403, /another website/);
    await refused(await one.post('/logout', {}, CROSS), 403, /another website/);
    assert.equal(await whose(one), alice.id);
  });

  test('signing out is a press of a button, and following a link is none', async () => {
    const { room, alice } = await opened();
    const browser = await signedIn(room, alice);
    await refused(await browser.get('/logout'), 200, /method="post" action="\/logout"/);
    assert.equal(await whose(browser), alice.id);
    assert.equal(leads(await browser.post('/logout')), '/');
    assert.deepEqual([await whose(browser), browser.cookies], [null, []]);
    await refused(await browser.get('/logout'), 200, /You are not signed in/);
    assert.equal(leads(await browser.post('/logout')), '/');
    assert.equal(leads(await browser.post('/session/revoke', { id: 'all' })), '/login');
  });

  test('a removed member is signed in nowhere', async () => {
    const { room, alice } = await opened();
    const browser = await signedIn(room, alice);
    await room.core.members.remove(OPERATOR, alice.id, '');
    assert.equal(await whose(browser), null);
  });

  test('in French, and it stays so', async () => {
    const { room, alice } = await opened();
    const browser = new TestBrowser(room, { 'accept-language': 'fr-CA, en;q=0.5' });
    await refused(await browser.get('/login'), 200, /<html lang="fr"[\s\S]*Se connecter/);
    leads(await browser.get(alice.begin()));
    await refused(await browser.get('/session'), 200, /Vous êtes connecté[\s\S]*Participation/);
    await refused(
      await browser.get('/session?lang=en'),
      200,
      /You are signed in[\s\S]*action="\/session\/revoke\?lang=en"/,
    );
  });

  test('forms that are no forms, or books, are refused', async () => {
    const { room, alice } = await opened();
    const browser = await signedIn(room, alice);
    assert.equal((await browser.post('/session/revoke', { id: 'x'.repeat(5000) })).status, 413);
    const damaged = { 'content-type': 'multipart/form-data; boundary=x' };
    assert.equal((await browser.post('/logout', { a: 'b' }, damaged)).status, 400);
    assert.deepEqual(room.faults, []);
  });
});
