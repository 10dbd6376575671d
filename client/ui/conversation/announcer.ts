import type { Entry } from '../../chat/entry.ts';
import type { ClientState } from '../../state/client-state.ts';
import { t } from '../locales/language.ts';
import { nameOf } from './names.ts';

/** Longer messages are read out from their beginning only: who wants all of it goes there. */
const HEARD_CHARS = 240;

/**
 * What a screen reader says of a conversation that goes on: what others have just said, once, and none of what was
 * said before or comes late.
 */
export class Announcer {
  #last: Entry | undefined;
  #isFirst = true;

  /** What is to be said now; `undefined` for nothing new. */
  hear(entries: readonly Entry[], state: ClientState): string | undefined {
    const newest = entries.at(-1);
    const last = this.#last;
    const isFirst = this.#isFirst;
    if (newest === undefined) return undefined;
    this.#isFirst = false;
    this.#last = newest;
    if (isFirst || newest === last) return undefined;
    const since = last?.at ?? 0;
    const fresh: Entry[] = [];
    for (let index = entries.length - 1; index >= 0; index--) {
      const entry = entries[index];
      if (entry === undefined || entry.id === last?.id || entry.at < since) break;
      if (!entry.mine && !entry.removed) fresh.push(entry);
    }
    const [only] = fresh;
    if (only === undefined) return undefined;
    if (fresh.length > 1) return t('heardMany', { count: fresh.length });
    return t('heard', { name: nameOf(state, only.author), text: only.text.slice(0, HEARD_CHARS) });
  }
}
