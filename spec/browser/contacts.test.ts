import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { becomes, talker } from '../conformance/client/talking.ts';
import { makeMember } from '../conformance/make-member.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { isWellMadeInEveryLook, LOOKS, openTab } from './app.ts';
import { annIn, bookOf, follow, importBook, inMenu, named, toContacts } from './contact-book.ts';
import { describeInBrowser } from './in-browser.ts';
import { holds, tabTo } from './keyboard.ts';
import { ownId } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };

describeInBrowser('the contacts', (inBrowser) => {
  inBrowser(`are well made`, async (open) => {
    await using tea = await startOurRoom(TEA);
    await using bob = await named('Bob', tea);
    await using eve = await named('Eve', tea);
    const { tab, ann } = await annIn(open, tea);
    const { page } = tab;
    await toContacts(page);
    await page.getByText('Nobody yet').waitFor();
    await isWellMadeInEveryLook(tab, 'contacts-empty');
    await follow(page, bob.id);
    await page.getByRole('heading', { level: 1, name: 'Bob' }).waitFor();
    await page.getByText(/through the room, encrypted, \d+ ms/).waitFor();
    await toContacts(page);
    await importBook(page, bookOf(7));
    await bob.conversations.with(ann).send('Tea is ready.');
    await eve.conversations.with(ann).send('Hello, I am the one from the fair. May I write to you?');
    await toContacts(page);
    await page.getByText('Eve asks to write to you').waitFor();
    await page.getByRole('link', { name: /^Bob in Tea now 1 new message/ }).waitFor();
    await isWellMadeInEveryLook(tab, 'contacts');
    await page.getByRole('link', { name: /^Bob/ }).click();
    await page.getByText('Tea is ready.').waitFor();
    await isWellMadeInEveryLook(tab, 'contacts-talk');
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByRole('textbox', { name: 'Your name for them' }).fill('Bob from the fair');
    await page.getByRole('textbox', { name: 'Note' }).fill('Makes the best tea.\nCalls on Sundays.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Bob from the fair' }).waitFor();
    await isWellMadeInEveryLook(tab, 'contacts-person');
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser('somebody is added by an alias, and written to where they are', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom({ name: 'Shed' });
    await using bob = await named('Bob', shed);
    const [room] = bob.rooms.snapshot();
    assert.ok(room);
    await makeMember(shed, bob.id);
    await bob.registerAlias(room, 'bob');
    const { page } = await openTab(open, `${tea.ready.http}/contacts`);
    const alias = `@bob@${new URL(shed.ready.http).host}`;
    await page.getByRole('button', { name: 'Add a contact' }).click();
    const field = page.getByRole('textbox', { name: 'Alias or id' });
    const add = page.getByRole('button', { name: 'Add', exact: true });
    await add.click();
    await page.getByText('Type whom you want to add.').waitFor();
    await field.fill('nonsense');
    await add.click();
    await page.getByText(/Cannot read/).waitFor();
    await field.fill(alias.replace('bob', 'nobody'));
    await add.click();
    await field.and(page.locator('[aria-invalid=true]:focus')).waitFor();
    await field.fill(alias);
    await add.click();
    await page.getByText(`You follow ${alias} now.`).waitFor();
    await page.getByRole('heading', { level: 1, name: 'Bob' }).waitFor();
    assert.ok(page.url().endsWith(encodeURIComponent(bob.id).replace('%40', '@')));
    await page.getByRole('link', { name: new RegExp(`^Shed ${alias}`) }).waitFor();
    await page.getByRole('button', { name: 'Write privately' }).click();
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello Bob');
    await page.keyboard.press('Enter');
    const ann = await ownId(page);
    await becomes('the message', bob.conversations.with(ann), (entries) =>
      entries.some(({ text }) => text === 'Hello Bob'),
    );
  });

  inBrowser('one’s own words for somebody, and the book as a file, are there again', async (open) => {
    await using folder = await temporaryDirectory();
    await using tea = await startOurRoom(TEA);
    await using bob = await talker();
    const { page } = await openTab(open, `${tea.ready.http}/contacts`);
    await follow(page, bob.id);
    const name = page.getByRole('textbox', { name: 'Your name for them' });
    const note = page.getByRole('textbox', { name: 'Note' });
    await name.fill('a\u202eb');
    await note.fill('Sundays');
    await page.getByRole('button', { name: 'Save' }).click();
    await name.and(page.locator('[aria-invalid=true]:focus')).waitFor();
    await name.fill('Bobby');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Bobby' }).waitFor();
    await holds(name, 'Bobby');
    await holds(note, 'Sundays');
    await page.goto(`${tea.ready.http}/contacts`);
    const download = page.waitForEvent('download');
    await inMenu(page, 'Contact book', 'Export contacts');
    const path = join(folder.path, 'book.json');
    await (await download).saveAs(path);
    await page.getByText('The file says whom you follow').waitFor();
    const [kept] = JSON.parse(await readFile(path, 'utf8')).contacts;
    assert.deepEqual([kept.id, kept.name, kept.note], [bob.id, 'Bobby', 'Sundays']);

    const other = await openTab(open, `${tea.ready.http}/contacts`);
    await other.page.getByText('Nobody yet').waitFor();
    await importBook(other.page, path);
    await other.page.getByText('Imported: 1 added, 0 changed.').waitFor();
    await other.page.getByRole('link', { name: 'Bobby not seen yet' }).waitFor();
    const broken = join(folder.path, 'broken.json');
    await writeFile(broken, '{"format": "another"}');
    await importBook(other.page, broken);
    await other.page.getByText('Nothing was imported. Cannot import contacts').waitFor();
  });

  inBrowser(
    'to block takes one click; what one has written of somebody is forgotten only by a yes',
    async (open) => {
      await using tea = await startOurRoom(TEA);
      await using bob = await named('Bob', tea);
      const { tab } = await annIn(open, tea);
      const { page } = tab;
      await toContacts(page);
      await follow(page, bob.id);
      await page.getByRole('heading', { level: 1, name: 'Bob' }).waitFor();
      await inMenu(page, 'What you can do with Bob', 'Block');
      await page.getByText('Bob is blocked.').waitFor();
      await page.getByRole('button', { name: 'Unblock' }).click();
      await page.getByText('Bob is not blocked any more.').waitFor();
      await page.getByText('not a contact').waitFor();
      await page.getByRole('button', { name: 'Follow', exact: true }).click();
      await page.getByText('You follow Bob now.').last().waitFor();
      await page.getByRole('textbox', { name: 'Note' }).fill('Sundays');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved.').waitFor();
      await inMenu(page, 'What you can do with Bob', 'Unfollow');
      await page.getByRole('dialog', { name: 'Unfollow Bob?' }).waitFor();
      await tab.isWellMade();
      await tab.shoot('contacts-unfollow');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('textbox', { name: 'Note' }).waitFor();
      await inMenu(page, 'What you can do with Bob', 'Unfollow');
      await page.getByRole('button', { name: 'Unfollow', exact: true }).click();
      await page.getByText('You do not follow Bob any more.').waitFor();
      await toContacts(page);
      await page.getByText('Nobody yet').waitFor();
    },
  );

  inBrowser('the keyboard alone adds somebody by their id, and writes to them', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using bob = await named('Bob', tea);
    const { tab, ann } = await annIn(open, tea);
    const { page } = tab;
    await toContacts(page);
    await tabTo(page, 'Add a contact');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Alias or id' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type(bob.id);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Bob' }).and(page.locator(':focus')).waitFor();
    await tabTo(page, 'Write privately');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Message' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Hello');
    await page.keyboard.press('Enter');
    await becomes('the message', bob.conversations.with(ann), (entries) => entries.length === 1);
  });

  inBrowser('an id that is none says so; one’s own is told to be it', async (open) => {
    await using tea = await startOurRoom(TEA);
    const tab = await openTab(open, `${tea.ready.http}/contacts/@bob`);
    const { page } = tab;
    await page.getByRole('heading', { level: 1, name: 'Nobody has this id' }).waitFor();
    await tab.isWellMade();
    await page.getByRole('link', { name: 'All contacts' }).click();
    await page.getByText('Nobody yet').waitFor();
    await page.goto(`${tea.ready.http}/contacts/${encodeURIComponent(await ownId(page))}`);
    await page.getByText('This is you.').waitFor();
    await tab.isWellMade();
  });

  inBrowser('speak French', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using bob = await named('Bob', tea);
    const look = { ...LOOKS[2], locale: 'fr-FR' };
    const tab = await openTab(open, `${tea.ready.http}/contacts`, look);
    const { page } = tab;
    await page.getByText('Encore personne').waitFor();
    await tab.isWellMade();
    await tab.shoot('contacts-empty-fr');
    await page.getByRole('button', { name: 'Ajouter un contact' }).click();
    await page.getByRole('textbox', { name: 'Alias ou identifiant' }).fill(bob.id);
    await tab.shoot('contacts-add-fr');
    await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
    await page.getByRole('button', { name: 'Écrire en privé' }).waitFor();
    await tab.isWellMade();
    await tab.shoot('contacts-person-fr');
  });
});
