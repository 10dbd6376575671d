import type { FeedId } from '@open-rooms/protocol';
import type { Alias, AliasStore } from '../ports/aliases.ts';

/** Aliases that are forgotten when the process ends. */
export function memoryAliases(): AliasStore {
  const aliases = new Map<string, Alias>();
  const of = (feed: FeedId) =>
    [...aliases.values()]
      .filter((alias) => alias.feed === feed)
      .sort((a, b) => a.registeredAt - b.registeredAt || byName(a, b));
  return {
    async register(alias, limits) {
      const known = aliases.get(alias.name);
      if (known !== undefined && known.feed !== alias.feed) return 'taken';
      if (known === undefined && of(alias.feed).length >= limits.perFeed) return 'too-many';
      if (known === undefined && aliases.size >= limits.inAll) return 'full';
      aliases.set(alias.name, { ...(known ?? alias), signature: alias.signature });
      return 'registered';
    },
    alias: async (name) => aliases.get(name),
    aliases: async () => [...aliases.values()].sort(byName),
    aliasesOf: async (feed) => of(feed),
    async revoke(name, feed) {
      const known = aliases.get(name);
      if (known === undefined) return 'unknown';
      if (known.feed !== feed) return 'not-theirs';
      aliases.delete(name);
      return 'revoked';
    },
    async revokeAll(feed) {
      const names = of(feed).map(({ name }) => name);
      for (const name of names) aliases.delete(name);
      return names;
    },
  };
}

function byName(a: Alias, b: Alias): number {
  return a.name < b.name ? -1 : 1;
}
