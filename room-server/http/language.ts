import type { Context } from 'hono';
import { parseAccept } from 'hono/utils/accept';

/**
 * Of what a browser says that its person reads, this much is looked at. Browsers send a few tags; 16 KB of them, compared with
 * every language of every notice, would hold up everybody.
 */
const ACCEPTED_MAX_CHARS = 256;
const MAX_ACCEPTED_TAGS = 20;

/** What was read of a request, since a page asks many times. */
const ASKED = new WeakMap<Context, readonly string[]>();

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
export function askedLanguages(context: Context): readonly string[] {
  const asked = ASKED.get(context) ?? readLanguages(context);
  ASKED.set(context, asked);
  return asked;
}

function readLanguages(context: Context): string[] {
  const forced = (context.req.query('lang') ?? '').slice(0, ACCEPTED_MAX_CHARS);
  const accepted = parseAccept(beginning(context.req.header('accept-language') ?? ''))
    .filter(({ q }) => q > 0)
    .map(({ type }) => type);
  return [forced, ...accepted].map((tag) => tag.trim().toLowerCase()).filter((tag) => tag !== '');
}

/** The first tags of a header, none of them cut. */
function beginning(header: string): string {
  const isWhole = header.length <= ACCEPTED_MAX_CHARS;
  const tags = header.slice(0, ACCEPTED_MAX_CHARS).split(',');
  return (isWhole ? tags : tags.slice(0, -1)).slice(0, MAX_ACCEPTED_TAGS).join(',');
}
