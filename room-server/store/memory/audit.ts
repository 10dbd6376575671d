import type { AuditHead, SealedEntry } from '@open-rooms/protocol';
import type { AuditFilter, AuditStore } from '../ports/audit.ts';

/** A log that lasts as long as the process. */
export function memoryAudit(): AuditStore {
  const entries: SealedEntry[] = [];
  let head: AuditHead | undefined;
  const bare = (entry: SealedEntry) => ({ ...entry, address: null, addressSalt: null });
  return {
    head: async () => head,
    async append(added, newHead) {
      const ids = new Set(entries.map(({ id }) => id));
      const taken = added.find(({ id }) => ids.has(id));
      if (taken !== undefined) throw new Error(`The entry ${taken.id} is there already.`);
      entries.push(...added);
      head = newHead;
    },
    newest: async (filter, limit, before = Number.POSITIVE_INFINITY) =>
      entries
        .filter((entry) => entry.id < before && matches(entry, filter))
        .toReversed()
        .slice(0, limit),
    after: async (id, filter, limit) =>
      entries.filter((entry) => entry.id > id && matches(entry, filter)).slice(0, limit),
    async lastAddress(until) {
      const last = entries.filter(({ at }) => at <= until).sort((a, b) => b.at - a.at || b.id - a.id)[0];
      if (last === undefined) return undefined;
      return entries.findLast(({ id, address }) => id <= last.id && address !== null)?.id;
    },
    async eraseAddresses(upTo, limit) {
      const due = entries.filter(({ id, address }) => id <= upTo && address !== null).slice(0, limit);
      for (const entry of due) entries[entries.indexOf(entry)] = bare(entry);
      return due.length;
    },
  };
}

function matches({ event, at }: SealedEntry, filter: AuditFilter): boolean {
  if (filter.event !== undefined && event !== filter.event) return false;
  return at >= (filter.since ?? at) && at < (filter.until ?? at + 1);
}
