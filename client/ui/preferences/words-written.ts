import { keep, kept } from './kept.ts';

const NAME = 'words-written';

/** When a person said that the words of this key are on paper: milliseconds; `undefined` where they have not. */
export function wordsWrittenAt(id: string): number | undefined {
  const [of, at] = kept(NAME)?.split(' ') ?? [];
  return of === id && Number.isFinite(Number(at)) ? Number(at) : undefined;
}

/** Remembers it, for the key that is here alone. */
export function keepWordsWritten(id: string, at: number): void {
  keep(NAME, `${id} ${at}`);
}
