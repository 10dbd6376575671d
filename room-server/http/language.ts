import type { Context } from 'hono';
import { parseAccept } from 'hono/utils/accept';

/** The languages in which pages are written, the one to fall back to first. */
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The same words in every language. */
export type Dictionary<Words> = Readonly<Record<Language, Words>>;

/** How a page's words are written down: what is missing in one language, or is there in one alone, does not compile. */
export function dictionary<Words>(
  words: { readonly en: Words } & Readonly<Record<Language, NoInfer<Words>>>,
): Dictionary<Words> {
  return words;
}

/** The language of a page: what `?lang=` says, else what the browser would rather read, else English. */
export function languageOf(context: Context): Language {
  for (const tag of askedLanguages(context)) {
    const language = LANGUAGES.find((each) => each === tag.split('-', 1)[0]);
    if (language !== undefined) return language;
  }
  return LANGUAGES[0];
}

/** Every language that somebody would read, the best first, as tags in small letters: `fr-ca`, `en`. */
export function askedLanguages(context: Context): string[] {
  const forced = context.req.query('lang') ?? '';
  const accepted = parseAccept(context.req.header('accept-language') ?? '')
    .filter(({ q }) => q > 0)
    .map(({ type }) => type);
  return [forced, ...accepted].map((tag) => tag.trim().toLowerCase()).filter((tag) => tag !== '');
}
