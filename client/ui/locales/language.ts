import { effect, signal } from '@preact/signals-core';
import { keep, kept } from '../preferences/kept.ts';
import { en } from './en.ts';
import { LANGUAGES, type Language, languageOf } from './language-of.ts';
import { type Messages, type NamesOf, type TranslationOf, type Values, writeMessage } from './message.ts';

type English = typeof en;

/** A key of the tables. */
export type TextKey = keyof English;

const NAME = 'language';

/** What is loaded only for those who read it. */
const TABLES: Readonly<Record<Language, () => Promise<TranslationOf<English>>>> = {
  en: async () => en,
  fr: async () => (await import('./fr.ts')).fr,
};

interface Shown {
  readonly language: Language;
  readonly texts: Messages;
}

/** A document has one language: it is the one thing that all elements share without being given it. */
const shown = signal<Shown>({ language: 'en', texts: en });

/** The language of the page. Elements that read it are rendered again when it changes. */
export function language(): Language {
  return shown.value.language;
}

/** Shows the language that the address, the person or the browser asks for. */
export async function showFirstLanguage(): Promise<void> {
  await showLanguage(languageOf(location.search, navigator.languages, kept(NAME)));
}

/** The language that was chosen here; `auto` is the one of the browser. */
export function keptLanguage(): Language | 'auto' {
  const text = kept(NAME);
  return LANGUAGES.find((language) => language === text) ?? 'auto';
}

/** Keeps a choice of language, and shows it. */
export async function chooseLanguage(chosen: Language | 'auto'): Promise<void> {
  keep(NAME, chosen);
  await showLanguage(languageOf('', navigator.languages, chosen));
}

/**
 * The text of a key in the language of the page. Elements that show it are rendered again when the language changes.
 *
 * @param values what stands in the text's braces; `count` also chooses the plural
 */
export function t<K extends TextKey>(key: K, ...values: ValuesOf<English[K]>): string {
  const { language, texts } = shown.value;
  return writeMessage(texts[key] ?? en[key], values[0] ?? {}, language);
}

type ValuesOf<M> = [NamesOf<M>] extends [never]
  ? [values?: Values]
  : [values: Readonly<Record<NamesOf<M>, string | number>>];

/** The texts of one part of the page. */
export interface PartTexts<E extends Messages> {
  /** Writes one of them; see {@link t}. */
  readonly text: <K extends keyof E & string>(key: K, ...values: ValuesOf<E[K]>) => string;
  /** Resolves once those of the language that is shown are there; until then they are English. */
  readonly ready: Promise<void>;
}

/** The texts of a part of the page that is loaded by itself. Those of another language come when it is chosen. */
export function textsOfPart<E extends Messages>(
  english: E,
  others: Readonly<Record<Exclude<Language, 'en'>, () => Promise<TranslationOf<E>>>>,
): PartTexts<E> {
  const tables = signal<Readonly<Partial<Record<Language, Messages>>>>({ en: english });
  const load = async (wanted: Language) => {
    if (wanted === 'en' || tables.peek()[wanted] !== undefined) return;
    try {
      const table = await others[wanted]();
      tables.value = { ...tables.peek(), [wanted]: table };
    } catch (error) {
      reportError(error);
    }
  };
  const ready = load(shown.peek().language);
  effect(() => void load(language()));
  return {
    ready,
    text: (key, ...values) => {
      const chosen = tables.value[language()];
      const message = chosen?.[key] ?? english[key];
      if (message === undefined) return '';
      return writeMessage(message, values[0] ?? {}, chosen === undefined ? 'en' : language());
    },
  };
}

async function showLanguage(language: Language): Promise<void> {
  shown.value = await loaded(language);
  document.documentElement.lang = shown.value.language;
}

/** A page in English is better than none: texts that cannot be loaded keep nobody out. */
async function loaded(language: Language): Promise<Shown> {
  try {
    return { language, texts: await TABLES[language]() };
  } catch (error) {
    reportError(error);
    return { language: 'en', texts: en };
  }
}
