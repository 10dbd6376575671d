import type { ContactBook } from '../../../contacts/contact-book.ts';
import type { Told } from '../../elements/told.ts';
import { sentenceOf } from '../../locales/sentence-of.ts';

const NAME = 'open-rooms-contacts.json';

/** A link to a file is followed by then. */
const RELEASE_AFTER = 10_000;

/** Lets the browser save the book as a file. */
export function saveBook(book: ContactBook, after: (ms: number, run: () => void) => void): void {
  const url = URL.createObjectURL(new Blob([book.exportText()], { type: 'application/json' }));
  Object.assign(document.createElement('a'), { href: url, download: NAME }).click();
  after(RELEASE_AFTER, () => URL.revokeObjectURL(url));
}

/** What came of an import: how many contacts, or why none. */
export type Imported = { readonly added: number; readonly updated: number } | { readonly reason: Told };

/** Lets the person choose a file, and adds what it holds. `undefined` where they choose none. */
export async function loadBook(book: ContactBook): Promise<Imported | undefined> {
  const file = await chosenFile();
  if (file === undefined) return undefined;
  try {
    return await book.importText(await file.text());
  } catch (error) {
    const reason = sentenceOf(error);
    if (reason === undefined) throw error;
    return { reason };
  }
}

function chosenFile(): Promise<File | undefined> {
  const field = Object.assign(document.createElement('input'), {
    type: 'file',
    accept: '.json,application/json',
  });
  return new Promise((resolve) => {
    field.addEventListener('change', () => resolve(field.files?.[0]), { once: true });
    field.addEventListener('cancel', () => resolve(undefined), { once: true });
    field.click();
  });
}
