import assert from 'node:assert/strict';
import { type OurRoom, startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, openTab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { tabTo } from './keyboard.ts';

/** What the page of a room says of it as JSON. */
interface Told {
  readonly name: string;
  readonly description: string;
}

describeInBrowser('the claim of a new room', (inBrowser) => {
  inBrowser(`leads from the link to the open room`, async (open) => {
    await using room = await startOurRoom();
    const tab = await openTab(open, linkOf(room));
    const { page } = tab;
    await page.getByRole('heading', { level: 1, name: 'Name your room' }).waitFor();
    await page.getByText('Your key makes you the owner').waitFor();
    await isWellMadeInEveryLook(tab, 'claim');
    await page.getByRole('textbox', { name: 'Room name' }).fill('Tea');
    await page.getByRole('textbox', { name: 'Description' }).fill('All day.\nBring a cup.');
    await page.getByRole('button', { name: 'Start room' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your room is open' }).waitFor();
    const told = await toldBy(room);
    assert.deepEqual([told.name, told.description], ['Tea', 'All day.\nBring a cup.']);
    const link = page.getByRole('textbox', { name: 'Link of the room' });
    assert.equal(await link.inputValue(), `${room.ready.http}/room`);
    const address = page.getByRole('textbox', { name: 'Address for SSB apps' });
    assert.match(await address.inputValue(), /^net:.*~shs:/);
    await page.getByRole('img', { name: `QR code of ${room.ready.http}/room` }).waitFor();
    await isWellMadeInEveryLook(tab, 'claim-open');
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser(
    'makes the key of this browser the owner, and goes into the room by the keyboard alone',
    async (open) => {
      await using room = await startOurRoom();
      const { page } = await openTab(open, linkOf(room));
      const posted = page.waitForRequest((request) => request.method() === 'POST');
      await page.getByText('Your key makes you the owner').waitFor();
      await tabTo(page, 'Room name');
      await page.keyboard.type('Tea');
      await tabTo(page, 'Description');
      await page.keyboard.type('All day.');
      await tabTo(page, 'Start room');
      await page.keyboard.press('Enter');
      await page
        .getByRole('heading', { level: 1, name: 'Your room is open' })
        .and(page.locator(':focus'))
        .waitFor();
      const { owner } = JSON.parse((await posted).postData() ?? '{}');
      assert.match(owner, /^@.{44}\.ed25519$/);
      await tabTo(page, 'Your name');
      await page.keyboard.type('Ann');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Leave' }).waitFor();
      assert.equal(page.url(), `${room.ready.http}/room`);
    },
  );

  inBrowser('says beside each field what is wrong with it', async (open) => {
    await using room = await startOurRoom();
    const { page } = await openTab(open, `${room.ready.http}/claim/wrong`);
    const name = page.getByRole('textbox', { name: 'Room name' });
    await page.getByRole('button', { name: 'Start room' }).click();
    await page.getByText('Give the room a name').waitFor();
    await page.getByRole('alert').getByText('The room is not open yet').waitFor();
    assert.ok(await name.evaluate((field) => field.matches(':focus')), 'the first wrong field has the focus');
    await name.fill('Tea');
    await page.getByRole('button', { name: 'Start room' }).click();
    const code = page.getByRole('textbox', { name: 'Claim code' });
    await code.and(page.locator(':focus')).waitFor();
    assert.equal(await code.inputValue(), 'wrong');
    assert.equal(await name.inputValue(), 'Tea');
    await code.fill(linkOf(room).split('/').at(-1) ?? '');
    await page.getByRole('button', { name: 'Start room' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your room is open' }).waitFor();
  });

  inBrowser('a wrong code opens nothing, and whoever was slower is told', async (open) => {
    await using room = await startOurRoom();
    const { page } = await openTab(open, linkOf(room));
    const slow = await openTab(open, room.ready.http);
    await slow.page.getByRole('button', { name: 'Open the room' }).click();
    await slow.page.getByRole('textbox', { name: 'Room name' }).fill('Coffee');
    const code = slow.page.getByRole('textbox', { name: 'Claim code' });
    await code.fill('wrong');
    const again = slow.page.getByRole('button', { name: 'Start room' });
    await again.click();
    await code.and(slow.page.locator('[aria-invalid=true]:focus')).waitFor();
    assert.notEqual((await toldBy(room)).name, 'Coffee', 'the room has no name yet');
    await page.getByRole('textbox', { name: 'Room name' }).fill('Tea');
    await page.getByRole('button', { name: 'Start room' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your room is open' }).waitFor();
    await again.click();
    await slow.page.getByRole('heading', { level: 1, name: 'This room is open already' }).waitFor();
    await slow.page.getByRole('link', { name: 'Go to the room' }).click();
    await slow.page.getByRole('heading', { level: 1, name: 'Tea' }).waitFor();
    assert.equal((await toldBy(room)).name, 'Tea');
  });

  inBrowser('speaks French', async (open) => {
    await using room = await startOurRoom();
    const tab = await openTab(open, linkOf(room), { locale: 'fr-FR', viewport: { width: 390, height: 800 } });
    await tab.page.getByRole('heading', { level: 1, name: 'Donnez un nom à votre salon' }).waitFor();
    await tab.page.getByText('Votre clé fait de vous').waitFor();
    await tab.isWellMade();
    await tab.shoot('claim-fr');
    await tab.page.getByRole('textbox', { name: 'Nom du salon' }).fill('Thé');
    await tab.page.getByRole('button', { name: 'Ouvrir le salon' }).click();
    await tab.page.getByRole('heading', { level: 1, name: 'Votre salon est ouvert' }).waitFor();
    await tab.isWellMade();
    await tab.shoot('claim-open-fr');
  });
});

function linkOf({ ready }: OurRoom): string {
  assert.ok(ready.claim, 'the room has no name yet');
  return ready.claim;
}

async function toldBy({ ready }: OurRoom): Promise<Told> {
  return (await fetch(`${ready.http}/?encoding=json`)).json() as Promise<Told>;
}
