import type { Language } from './locales/language-of.ts';

/** The only texts outside the tables: a browser that cannot run the page cannot be asked to load them either. */
const SENTENCES: Readonly<Record<Language, string>> = {
  en: 'This browser is too old to be in a room. Update it, or use a current Firefox, Chrome, Edge or Safari.',
  fr: 'Ce navigateur est trop ancien pour entrer dans un salon. Mettez-le à jour, ou prenez une version récente de Firefox, Chrome, Edge ou Safari.',
};

/** Leaves the server's page as it is, and says above it why there is no more. */
export function tellUnsupported(document: Document, language: Language): void {
  const notice = document.createElement('p');
  notice.className = 'notice';
  notice.lang = language;
  notice.setAttribute('role', 'alert');
  notice.textContent = SENTENCES[language];
  document.querySelector('main')?.prepend(notice);
  document.documentElement.dataset['state'] = 'ended';
}
