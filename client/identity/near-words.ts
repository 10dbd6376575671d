/** Changes of a letter beyond which two words have nothing to do with each other. */
const FARTHEST = 2;

/** More than that is no hint. */
const MOST = 3;

/** The words of a list that somebody most likely meant, at most three. */
export function nearWords(written: string, words: readonly string[]): string[] {
  const distances = words
    .filter((word) => Math.abs(word.length - written.length) <= FARTHEST)
    .map((word) => ({ word, distance: changesBetween(written, word) }));
  const nearest = Math.min(...distances.map(({ distance }) => distance));
  if (nearest <= FARTHEST)
    return distances
      .filter(({ distance }) => distance === nearest)
      .map(({ word }) => word)
      .slice(0, MOST);
  // The first four letters of a word of these lists are no other's: somebody who wrote on meant it.
  return words.filter((word) => written.length >= 4 && word.startsWith(written.slice(0, 4))).slice(0, MOST);
}

/** How many letters to add, take away or change, or neighbours to swap, from one word to the other. */
function changesBetween(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let at = 1; at <= from.length; at++) {
    const next = [at];
    for (let column = 1; column <= to.length; column++) {
      const same = from[at - 1] === to[column - 1];
      const swapped = at > 1 && from[at - 1] === to[column - 2] && from[at - 2] === to[column - 1];
      next[column] = Math.min(
        (row[column - 1] ?? 0) + (same ? 0 : 1),
        (row[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, row] = [row, next];
  }
  return row[to.length] ?? 0;
}
