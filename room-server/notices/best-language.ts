import { Refused } from '@open-rooms/protocol';

/**
 * A language's tag as everybody writes it: `pt-br` is `pt-BR`.
 * @throws Refused `bad-argument` where it is none
 */
export function canonicalLanguage(tag: string): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    if (canonical !== undefined) return canonical;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new Refused(
    'bad-argument',
    `Cannot read the language ${JSON.stringify(tag.slice(0, 35))}: write a tag such as "en" or "pt-BR".`,
  );
}

/**
 * Which of some languages somebody reads best: the first of `wanted` that is there, as it is or in the form of another
 * country; else the first by the alphabet. `undefined` where there is none at all.
 */
export function bestOf(there: readonly string[], wanted: readonly string[]): string | undefined {
  const sorted = [...there].sort();
  const known = sorted.map((tag) => ({ tag, small: tag.toLowerCase(), primary: primaryOf(tag) }));
  for (const tag of wanted) {
    const [small, primary] = [tag.toLowerCase(), primaryOf(tag)];
    const exact = known.find((each) => each.small === small);
    const found = exact ?? known.find((each) => each.primary === primary);
    if (found !== undefined) return found.tag;
  }
  return sorted[0];
}

function primaryOf(tag: string): string {
  return tag.toLowerCase().split('-', 1)[0] ?? '';
}
