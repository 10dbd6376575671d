/** As many as do something at the same moment. */
export const EIGHT = 8;

/** Does something eight times at once; answers what each came to, in the order of their numbers. */
export function eightAtOnce<T>(act: (number: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: EIGHT }, (_, number) => act(number)));
}

/** How often each of the values is there: `{ 200: 1, 409: 7 }`. */
export function counted(values: readonly (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
