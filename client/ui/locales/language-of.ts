export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What each language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' };

/**
 * The language of the page: the one that `?lang=` forces, else the one that was chosen here, else the first of the
 * browser's that we have, else English.
 */
export function languageOf(
  search: string,
  browserLanguages: readonly string[],
  chosen: string | null = null,
): Language {
  const wanted = [new URLSearchParams(search).get('lang'), chosen, ...browserLanguages];
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => language === tag?.toLowerCase().split('-', 1)[0]);
    if (found !== undefined) return found;
  }
  return 'en';
}
