import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { first, person } from '../conformance/client/person.ts';
import { talker } from '../conformance/client/talking.ts';
import { makeMember } from '../conformance/make-member.ts';
import { type OurRoom, startOurRoom } from '../conformance/our-room.ts';
import { openRooms } from '../conformance/server-process.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { isWellMadeInEveryLook, openTab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { holds, tabTo } from './keyboard.ts';
import { ownId } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.\nBring a cup.' };
const SHED = { name: 'Shed', description: 'Tools, and time for them.' };
const WRONG_KEY = `${'A'.repeat(43)}=`;

describeInBrowser('the way into a room', (inBrowser) => {
  inBrowser(`is well made`, async (open) => {
    await using tea = await startOurRoom(TEA);
    await using ann = await person();
    await ann.join(tea.wsAddress);
    const tab = await openTab(open, `${tea.ready.http}/room`);
    const { page } = tab;
    await page.getByRole('heading', { level: 1, name: 'Tea' }).waitFor();
    await page.getByText('1 person inside').waitFor();
    await page.getByText('This is you:').waitFor();
    await isWellMadeInEveryLook(tab, 'join');
    await page.goto(`${tea.ready.http}/room/localhost:1`);
    await page.getByRole('heading', { level: 1, name: 'Nobody answers there' }).waitFor();
    await isWellMadeInEveryLook(tab, 'join-fault');
  });

  inBrowser(
    'a guest comes in by the link of the room, without a name, and is seen by those inside',
    async (open) => {
      await using tea = await startOurRoom(TEA);
      await using ann = await person();
      const room = await ann.join(tea.wsAddress);
      const { page, complaints } = await openTab(open, `${tea.ready.http}/room`);
      await page.getByRole('button', { name: 'Join' }).click();
      await page.getByRole('button', { name: 'Leave' }).waitFor();
      await first('the guest', room.attendants, () => true);
      assert.deepEqual(complaints, []);
    },
  );

  inBrowser('the name is told, and is there on the next visit; the keyboard is enough', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { page } = await openTab(open, `${tea.ready.http}/room`);
    await page.getByText('This is you:').waitFor();
    await tabTo(page, 'Your name');
    await page.keyboard.type('Bob');
    await tabTo(page, 'Join');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.goto(`${tea.ready.http}/room`);
    const name = page.getByRole('textbox', { name: 'Your name' });
    await page.getByText('This is you:').waitFor();
    await holds(name, 'Bob');
    await name.fill('a\u202eb');
    await page.getByRole('button', { name: 'Join' }).click();
    await name.and(page.locator('[aria-invalid=true]:focus')).waitFor();
  });

  inBrowser('an invite travels in the fragment, is spent once, and stays in no history', async (open) => {
    await using tea = await startOurRoom(TEA);
    const link = `${tea.ready.http}/room#invite=${encodeURIComponent(await inviteTo(tea))}`;
    const tab = await openTab(open, link);
    const { page } = tab;
    const paths: string[] = [];
    page.on('request', (request) => paths.push(request.url()));
    await page.getByText('Your link holds an invite to this room.').waitFor();
    await tab.shoot('join-invite');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    assert.equal(page.url(), `${tea.ready.http}/room`);
    assert.ok(!paths.some((path) => path.includes('invite=')), 'no server hears of it');
    const late = await openTab(open, link);
    await late.page.getByRole('button', { name: 'Join' }).click();
    await late.page.getByRole('heading', { level: 1, name: 'This invite does not work' }).waitFor();
    await late.isWellMade();
    await late.page.getByRole('button', { name: 'Go somewhere else' }).click();
    await late.page.getByRole('textbox', { name: 'Alias or link' }).waitFor();
  });

  inBrowser('an invite to another server, pasted into the field, leads there', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    const { page } = await openTab(open, tea.ready.http);
    const link = `${shed.ready.http}/room#invite=${encodeURIComponent(await inviteTo(shed))}`;
    await page.getByRole('textbox', { name: 'Alias or link' }).fill(link);
    await page.getByRole('button', { name: 'Go', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Shed' }).waitFor();
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
  });

  inBrowser('each fault has its page, and the way back', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    const { host } = new URL(shed.ready.http);
    const tab = await openTab(open, tea.ready.http);
    const { page } = tab;
    const wrong = `ws://${host}~shs:${WRONG_KEY}`;
    for (const [destination, title] of [
      ['hello there', 'This leads to no room'],
      [wrong, 'This is not the room of your link'],
      [`net:${new URL(`http://${host}`).hostname}:1~shs:${WRONG_KEY}`, 'Nobody answers there'],
    ] as const) {
      await page.goto(`${tea.ready.http}/room/${encodeURIComponent(destination)}`);
      const heading = page.getByRole('heading', { level: 1 });
      // Who answers at an address is known once one goes there.
      if (destination.includes('~shs:')) await page.getByRole('button', { name: 'Join' }).click();
      await heading.getByText(title).waitFor();
      await tab.isWellMade();
    }
    await page.getByRole('button', { name: 'Try again' }).waitFor();
  });

  inBrowser(
    'a host that names another room than before is believed only by an act of the person',
    async (open) => {
      await using folder = await temporaryDirectory();
      await using tea = await startOurRoom(TEA);
      const shed = await startOurRoom(SHED);
      const place = new URL(shed.ready.http).host.replace('127.0.0.1', 'shed.test');
      const tab = await openTab(open, `${tea.ready.http}/room/${place}`);
      const { page } = tab;
      const join = page.getByRole('button', { name: 'Join' });
      await join.click();
      await page.getByRole('button', { name: 'Leave' }).click();
      await shed.stop();
      const flags = ['--http-port', place.split(':').at(-1) ?? ''];
      await using _anew = await startOurRoom({ name: 'Barn', data: folder.path, flags });
      await page.goto(`${tea.ready.http}/room/${place}`);
      await join.click();
      await page.getByRole('heading', { level: 1, name: 'This is another room than before' }).waitFor();
      await tab.isWellMade();
      await tab.shoot('join-other-key');
      await page.getByRole('button', { name: 'Forget the old room' }).click();
      await page.getByRole('heading', { level: 1, name: 'Barn' }).waitFor();
      await join.click();
      await page.getByRole('button', { name: 'Leave' }).waitFor();
    },
  );

  inBrowser('from a page over https a room without TLS is met on its own page', async (open) => {
    await using tea = await startOurRoom({ ...TEA, flags: ['--tls', 'self-signed'] });
    await using shed = await startOurRoom(SHED);
    const place = new URL(shed.ready.http).host.replace('127.0.0.1', 'shed.test');
    const tab = await openTab(open, `${tea.ready.http}/room/${place}`, { ignoreHTTPSErrors: true });
    await tab.page.getByText('This page came over https').first().waitFor();
    await tab.isWellMade();
    await tab.shoot('join-mixed');
    await tab.page.getByRole('link', { name: 'Open the room’s own page' }).click();
    await tab.page.getByRole('heading', { level: 1, name: 'Shed' }).waitFor();
    assert.equal(tab.page.url(), `http://${place}/room`);
  });

  inBrowser('whoever waits can give up, and speaks French', async (open) => {
    await using tea = await startOurRoom(TEA);
    const look = { locale: 'fr-FR', viewport: { width: 390, height: 800 } };
    const tab = await openTab(open, `${tea.ready.http}/room`, look);
    const { page } = tab;
    await page.getByText('C’est vous').waitFor();
    await tab.isWellMade();
    await tab.shoot('join-fr');
    await page.routeWebSocket(/.*/, () => undefined);
    await page.getByRole('button', { name: 'Entrer' }).click();
    await page
      .getByRole('heading', { level: 1, name: 'Entrée dans Tea' })
      .and(page.locator(':focus'))
      .waitFor();
    await tab.shoot('join-waiting-fr');
    await page.getByRole('button', { name: 'Annuler' }).click();
    await page.getByRole('button', { name: 'Entrer' }).waitFor();
  });
});

describeInBrowser('ringing somebody by their alias', (inBrowser) => {
  inBrowser(
    'of a room on another origin: they answer, and one is in their room with the same key',
    async (open) => {
      await using tea = await startOurRoom(TEA);
      await using shed = await startOurRoom(SHED);
      await using bob = await talker();
      const room = await bob.join(shed.wsAddress);
      await makeMember(shed, bob.id);
      await bob.registerAlias(room, 'bob');
      const { page } = await openTab(open, `${tea.ready.http}/room`);
      const ann = await ownId(page);
      await page.goto(tea.ready.http);
      await ring(page, shed);
      const asked = await first('the ring', bob.askedRings, () => true);
      assert.equal(asked.from, ann, 'one key in both rooms');
      asked.accept();
      await page.getByRole('button', { name: 'Leave' }).waitFor();
      assert.equal(page.url(), `${tea.ready.http}/room/${new URL(shed.ready.http).host}`);
      assert.deepEqual(room.attendants.snapshot(), [ann]);
    },
  );

  inBrowser(`they decline, or are not there`, async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    await using bob = await talker();
    const room = await bob.join(shed.wsAddress);
    await makeMember(shed, bob.id);
    await bob.registerAlias(room, 'bob');
    const tab = await openTab(open, tea.ready.http);
    const { page } = tab;
    await ring(page, shed);
    await page.getByRole('heading', { level: 1, name: /^Ringing bob/ }).waitFor();
    await isWellMadeInEveryLook(tab, 'ring');
    (await first('the ring', bob.askedRings, () => true)).decline();
    await page.getByRole('heading', { level: 1, name: 'bob cannot talk now.' }).waitFor();
    await isWellMadeInEveryLook(tab, 'ring-declined');
    bob.leave(room);
    await page.getByRole('button', { name: 'Go somewhere else' }).click();
    await ring(page, shed);
    await page.getByRole('heading', { level: 1, name: 'bob is not there now' }).waitFor();
    await isWellMadeInEveryLook(tab, 'ring-not-there');
    await page.getByRole('button', { name: 'Add to contacts' }).click();
    await page.getByText('bob is among your contacts now.').waitFor();
    await page.getByRole('button', { name: 'Go to the room' }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
  });

  inBrowser('by a link it asks first; an alias that nobody has says so', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    const { host } = new URL(shed.ready.http);
    const tab = await openTab(open, `${tea.ready.http}/room/@bob@${host}`);
    const { page } = tab;
    await page.getByRole('heading', { level: 1, name: 'Ring bob' }).waitFor();
    await tab.isWellMade();
    await page.getByRole('button', { name: 'Ring', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Nobody there is called so' }).waitFor();
    await tab.isWellMade();
  });
});

async function ring(page: Page, { ready }: OurRoom): Promise<void> {
  await page.getByRole('textbox', { name: 'Alias or link' }).fill(`@bob@${new URL(ready.http).host}`);
  await page.getByRole('button', { name: 'Go', exact: true }).click();
}

async function inviteTo(room: OurRoom): Promise<string> {
  const { code, stdout, stderr } = await openRooms('invite', '--json', '--data', room.data);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout).code;
}
