import type { SessionStore, StoredSession } from '../ports/sessions.ts';

export function memorySessions(): SessionStore {
  const sessions = new Map<string, StoredSession>();
  return {
    sessions: async () =>
      [...sessions.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)),
    async create(session) {
      const { id, tokenHash } = session;
      const isThere = [...sessions.values()].some((each) => each.id === id || each.tokenHash === tokenHash);
      if (isThere) throw new Error(`The session ${id} is there already.`);
      sessions.set(id, session);
    },
    async touch(id, lastUsedAt) {
      const session = sessions.get(id);
      if (session !== undefined) sessions.set(id, { ...session, lastUsedAt });
    },
    async end(ids) {
      for (const id of ids) sessions.delete(id);
    },
  };
}
