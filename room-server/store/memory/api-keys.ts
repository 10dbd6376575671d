import type { ApiKeyStore, StoredApiKey } from '../ports/api-keys.ts';

export function memoryApiKeys(): ApiKeyStore {
  const keys = new Map<string, StoredApiKey>();
  return {
    keys: async () => [...keys.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)),
    async create(key) {
      const isThere = [...keys.values()].some(({ id, keyHash }) => id === key.id || keyHash === key.keyHash);
      if (isThere) throw new Error(`The key ${key.id} is there already.`);
      keys.set(key.id, key);
    },
    async touch(id, lastUsedAt) {
      const key = keys.get(id);
      if (key !== undefined) keys.set(id, { ...key, lastUsedAt });
    },
    async revoke(id) {
      keys.delete(id);
    },
  };
}
