/** A text with `{name}` where values go, or one for each plural that a language has (CLDR: `one`, `many`, `other`). */
export type Message = string | Plural;

/** Chosen by the value of `count`. English has `one` and `other`; French has `many` for millions, too. */
export interface Plural {
  readonly one: string;
  readonly many?: string;
  readonly other: string;
}

/** The texts of one language by their keys. */
export type Messages = Readonly<Record<string, Message>>;

/** What a translation of `E` must have: every key, each of the same kind. */
export type TranslationOf<E extends Messages> = {
  readonly [K in keyof E]: E[K] extends string ? string : Plural;
};

/** The names in braces of a text. */
export type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** The names of the values that a message takes. */
export type NamesOf<M> = M extends string
  ? NamesIn<M>
  : M extends Plural
    ? NamesIn<M['other']> | 'count'
    : never;

export type Values = Readonly<Record<string, string | number>>;

/** Writes a message in a language, numbers as that language writes them. */
export function writeMessage(message: Message, values: Values, language: string): string {
  const text = typeof message === 'string' ? message : pluralOf(message, values['count'], language);
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
  });
}

function pluralOf(plural: Plural, count: string | number | undefined, language: string): string {
  const category = new Intl.PluralRules(language).select(Number(count ?? 0));
  if (category === 'one') return plural.one;
  return (category === 'many' && plural.many) || plural.other;
}
