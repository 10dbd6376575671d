import { keep, kept } from './kept.ts';

const NAME = 'known-key';

/** Whether people may know this key though no book of this browser says so: it was brought here, or owns a room. */
export function isKnownKey(id: string): boolean {
  return kept(NAME) === id;
}

/** Remembers that people may know this key, so that nothing takes it away unasked. */
export function keepKnownKey(id: string): void {
  keep(NAME, id);
}
