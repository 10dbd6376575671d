/** A key by which a program acts as somebody. */
export interface StoredApiKey {
  /** What lists and revocations name it by: 22 characters of base64url, which let nobody in. */
  readonly id: string;
  /** SHA-256 of the key, in hex. The key itself is nowhere but with the program. */
  readonly keyHash: string;
  readonly name: string;
  /** Whoever made it, and for whom it acts: a feed id, or `operator`. */
  readonly madeBy: string;
  /** Milliseconds since 1970, as the next one. */
  readonly createdAt: number;
  /** `null` where nobody has used it. */
  readonly lastUsedAt: number | null;
}

export interface ApiKeyStore {
  /** Oldest first. */
  keys(): Promise<StoredApiKey[]>;
  /** Rejects where there is one with that id or key. */
  create(key: StoredApiKey): Promise<void>;
  /** Says when it was used last; nothing where it is gone. */
  touch(id: string, lastUsedAt: number): Promise<void>;
  /** Forgets a key; one that is gone already is no matter. */
  revoke(id: string): Promise<void>;
}
