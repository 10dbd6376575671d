import assert from 'node:assert/strict';
import type { Client, Room } from '@open-rooms/client';
import type { Page } from 'playwright-core';
import { person } from '../conformance/client/person.ts';
import { type OurRoom, startOurRoom } from '../conformance/our-room.ts';
import { inviteTo } from '../conformance/signing-in.ts';
import { isWellMadeInEveryLook, openTab, tabOf } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { goIn } from './inside.ts';
import { tabTo } from './keyboard.ts';

/** A room, and a member of it with an app of their own. */
interface Entered extends AsyncDisposable {
  readonly room: OurRoom;
  readonly client: Client;
  readonly joined: Room;
}

async function entered(): Promise<Entered> {
  await using started = new AsyncDisposableStack();
  const room = started.use(await startOurRoom({ name: 'Garden' }));
  const client = started.use(await person());
  const joined = await client.join(await inviteTo(room));
  const all = started.move();
  return { room, client, joined, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function uriOn(page: Page): Promise<string> {
  return (await page.getByRole('link', { name: /SSB app|application SSB/ }).getAttribute('href')) ?? '';
}

describeInBrowser('signing in', (inBrowser) => {
  inBrowser('with script: the page goes on by itself once the app has confirmed', async (open) => {
    await using all = await entered();
    const { room, client } = all;
    const { page, complaints } = await openTab(open, `${room.ready.http}/login`);
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.getByRole('status').getByText('Waiting for your app…').waitFor();
    await client.signIns.confirm(await uriOn(page));
    await page.getByRole('heading', { level: 1, name: 'You are signed in' }).waitFor();
    assert.equal(page.url(), `${room.ready.http}/session`);
    await page.getByText(client.id, { exact: true }).waitFor();
    assert.deepEqual(complaints, []);
  });

  inBrowser('with script: an answer that is wrong is shown, and one begins again', async (open) => {
    await using all = await entered();
    const { room, joined } = all;
    const { page } = await openTab(open, `${room.ready.http}/withssb/login`);
    await page.getByText('Waiting for your app…').waitFor();
    const sc = new URL(await uriOn(page)).searchParams.get('sc') ?? '';
    const wrong = joined.remote?.['httpAuth.sendSolution'](sc, 'A'.repeat(43), `${'A'.repeat(86)}==`);
    await assert.rejects(wrong ?? Promise.resolve(), /not a valid solution/);
    await page.getByText('This did not work').waitFor();
    await page.getByRole('link', { name: 'Begin again' }).click();
    await page.getByText('Waiting for your app…').waitFor();
  });

  inBrowser('without script, by the keyboard alone, in French', async (open) => {
    await using all = await entered();
    const { room, client } = all;
    const page = await open({ javaScriptEnabled: false, locale: 'fr-FR' });
    await page.goto(`${room.ready.http}/login`);
    await tabTo(page, 'Continuer');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Confirmez dans votre application' }).waitFor();
    await tabTo(page, 'J’ai confirmé');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('n’a pas encore confirmé').waitFor();
    await client.signIns.confirm(await uriOn(page));
    await tabTo(page, 'J’ai confirmé');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Vous êtes connecté' }).waitFor();
    await tabTo(page, 'Déconnecter ce navigateur');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${room.ready.http}/`);
    await page.goto(`${room.ready.http}/session`);
    await page.getByRole('heading', { level: 1, name: 'Se connecter' }).waitFor();
  });

  inBrowser('over plain http from elsewhere, without script', async (open) => {
    await using all = await entered();
    const { room, client } = all;
    const page = await open({ javaScriptEnabled: false });
    const web = room.ready.http.replace('127.0.0.1', 'garden.test');
    await page.goto(`${web}/withssb/login`);
    await client.signIns.confirm((await uriOn(page)).replace('garden.test', '127.0.0.1'));
    await page.getByRole('button', { name: 'I have confirmed' }).click();
    await page.getByRole('heading', { level: 1, name: 'You are signed in' }).waitFor();
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.waitForURL(`${web}/`);
  });

  inBrowser('by a link of one’s app at once; by one on another site only after a press', async (open) => {
    await using all = await entered();
    const { room, client, joined } = all;
    await using elsewhere = await startOurRoom({ name: 'Elsewhere' });
    const page = await open();
    await page.goto(client.signIns.begin(joined));
    await page.getByRole('heading', { level: 1, name: 'You are signed in' }).waitFor();

    const other = await open({ javaScriptEnabled: true });
    await other.goto(elsewhere.ready.http.replace('127.0.0.1', 'localhost'));
    await other.evaluate(`location.assign(${JSON.stringify(client.signIns.begin(joined))})`);
    await other.getByRole('heading', { level: 1, name: 'Sign in here?' }).waitFor();
    await other.getByText(client.id, { exact: true }).waitFor();
    await tabTo(other, 'Sign in');
    await other.keyboard.press('Enter');
    await other.getByRole('heading', { level: 1, name: 'You are signed in' }).waitFor();
    assert.equal(other.url(), `${room.ready.http}/session`);
    await other.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  });

  inBrowser('from our own client, with the key of this browser', async (open) => {
    await using room = await startOurRoom({ name: 'Garden' });
    const invite = encodeURIComponent(await inviteTo(room));
    const { page } = await openTab(open, `${room.ready.http}/room#invite=${invite}`);
    await goIn(page, 'Ann');
    await page.getByRole('button', { name: 'You are a member of this room.' }).click();
    const opened = page.context().waitForEvent('page');
    await page.getByRole('menuitem', { name: 'Sign in to the room’s pages' }).click();
    const pages = await opened;
    await pages.getByRole('heading', { level: 1, name: 'You are signed in' }).waitFor();
    assert.equal(pages.url(), `${room.ready.http}/session`);
  });

  inBrowser('has no fault of access, and fits, on every page in both languages', async (open) => {
    await using all = await entered();
    const { room, client, joined } = all;
    const page = await open();
    const tab = tabOf(page);
    const web = room.ready.http;
    const look = async (name: string, path: string) => {
      for (const lang of ['en', 'fr']) {
        await page.goto(`${web}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
        await isWellMadeInEveryLook(tab, `sign-in-${name}-${lang}`);
      }
    };
    await look('choice', '/login');
    await look('waiting', '/withssb/login');
    await page.getByRole('button', { name: 'J’ai confirmé' }).click();
    await isWellMadeInEveryLook(tab, 'sign-in-early-fr');
    await look('failed', '/withssb/finalize?token=none');
    await look('out', '/logout');
    const other = await open();
    await other.goto(`${web}/withssb/login`);
    const sc = new URL(await uriOn(other)).searchParams.get('sc') ?? '';
    await look('elsewhere', `/login?sc=${encodeURIComponent(sc)}`);
    await look('over', '/login?sc=none');
    await page.goto(client.signIns.begin(joined));
    await look('session', '/session');
    await look('out-in', '/logout');
    await using bob = await person();
    await look(
      'confirm',
      new URL(bob.signIns.begin(await bob.join(await inviteTo(room)))).href.slice(web.length),
    );
  });
});
