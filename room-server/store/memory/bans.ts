import type { FeedId, SignedEnding } from '@open-rooms/protocol';
import type { Ban, BanStore, EndingStore } from '../ports/bans.ts';

/** Bans that last as long as the process. */
export function memoryBans(): BanStore {
  const bans = new Map<FeedId, Ban>();
  return {
    bans: async () => [...bans.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1)),
    async ban(ban) {
      bans.set(ban.id, ban);
    },
    async lift(ids) {
      for (const id of ids) bans.delete(id);
    },
  };
}

/** Endings that last as long as the process. */
export function memoryEndings(): EndingStore {
  const endings = new Map<string, SignedEnding>();
  return {
    endings: async (since) =>
      [...endings.values()].filter(({ at }) => at >= since).sort((a, b) => a.at - b.at),
    async keep(words, since) {
      for (const word of words) endings.set(word.who ?? '*', word);
      for (const [who, { at }] of endings) if (at < since) endings.delete(who);
    },
  };
}
