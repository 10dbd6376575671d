import { type CryptoBackend, isFeedId, Refused, toBase64Url, toHex } from '@open-rooms/protocol';
import type { TakeDown } from '../audit/happening.ts';
import { type Actor, actorName, OPERATOR } from '../rooms/actor.ts';
import type { ApiKeyStore, StoredApiKey } from '../store/ports/api-keys.ts';

/** Programs that act on one room: a backup, a bot or two, each with its own. All are in memory. */
const MAX_API_KEYS = 100;
/** How stale the kept time of the last use may be: a write for each call would let programs keep the disk busy. */
const TOUCH_MS = 10 * 60_000;
/** 256 bits of the system's generator, which nobody guesses. */
const KEY_BYTES = 32;
/** 128 bits name a key. */
const ID_BYTES = 16;
/** What keys begin with, so that programs that look for leaked secrets know one. */
const API_KEY_PREFIX = 'open-rooms-';

export interface ApiKeyParts {
  readonly store: ApiKeyStore;
  readonly crypto: Pick<CryptoBackend, 'sha256' | 'randomBytes'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly takeDown: TakeDown;
  /** Told of what was not kept and does not matter to who asked. */
  readonly onFault: (error: unknown) => void;
}

/** A key as it is listed. */
export type ApiKey = Pick<StoredApiKey, 'id' | 'name' | 'createdAt' | 'lastUsedAt'>;

/**
 * Keys by which programs act as whoever made them, with what they may do at that moment (spec/http-api.md). Only hashes
 * are kept.
 */
export class ApiKeys {
  readonly #parts: ApiKeyParts;
  readonly #byHash = new Map<string, StoredApiKey>();

  private constructor(parts: ApiKeyParts) {
    this.#parts = parts;
  }

  /** Reads what is kept. */
  static async open(parts: ApiKeyParts): Promise<ApiKeys> {
    const keys = new ApiKeys(parts);
    for (const key of await parts.store.keys()) keys.#byHash.set(key.keyHash, key);
    return keys;
  }

  /** Every key, the oldest first. */
  list(): ApiKey[] {
    return [...this.#byHash.values()].map(listed);
  }

  /**
   * Makes a key, which is told once.
   * @throws Refused `too-many`, `unavailable`
   */
  async create(actor: Actor, name: string): Promise<ApiKey & { readonly key: string }> {
    const { crypto, store, now, takeDown } = this.#parts;
    if (this.#byHash.size >= MAX_API_KEYS) throw full();
    const secret = API_KEY_PREFIX + toBase64Url(crypto.randomBytes(KEY_BYTES));
    const id = toBase64Url(crypto.randomBytes(ID_BYTES));
    const made = { name, madeBy: actorName(actor), createdAt: now(), lastUsedAt: null };
    const key: StoredApiKey = { id, keyHash: this.#hash(secret), ...made };
    // Held at once, so that eight at once are counted; nobody has the key before it is kept.
    this.#byHash.set(key.keyHash, key);
    try {
      await store.create(key);
    } catch (error) {
      this.#byHash.delete(key.keyHash);
      throw error;
    }
    takeDown({ event: 'admin_key', by: actor, subject: id, message: `made: ${name}` });
    return { ...listed(key), key: secret };
  }

  /**
   * Revokes a key.
   * @throws Refused `not-found`, `unavailable`
   */
  async revoke(actor: Actor, id: string): Promise<void> {
    const key = [...this.#byHash.values()].find((each) => each.id === id);
    if (key === undefined) throw unknown(id);
    this.#byHash.delete(key.keyHash);
    await this.#parts.store.revoke(id);
    this.#parts.takeDown({ event: 'admin_key', by: actor, subject: id, message: `revoked: ${key.name}` });
  }

  /** For whom a program acts by this key; `undefined` where there is none. */
  actorOf(secret: string, address: string): Actor | undefined {
    const key = this.#byHash.get(this.#hash(secret));
    if (key === undefined) return undefined;
    this.#touch(key);
    if (isFeedId(key.madeBy)) return { kind: 'feed', id: key.madeBy, address };
    return key.madeBy === actorName(OPERATOR) ? OPERATOR : undefined;
  }

  #touch(key: StoredApiKey): void {
    const now = this.#parts.now();
    if (key.lastUsedAt !== null && now - key.lastUsedAt < TOUCH_MS) return;
    this.#byHash.set(key.keyHash, { ...key, lastUsedAt: now });
    this.#parts.store.touch(key.id, now).catch(this.#parts.onFault);
  }

  #hash(secret: string): string {
    return toHex(this.#parts.crypto.sha256(new TextEncoder().encode(secret)));
  }
}

function listed({ id, name, createdAt, lastUsedAt }: StoredApiKey): ApiKey {
  return { id, name, createdAt, lastUsedAt };
}

function full(): Refused {
  return new Refused(
    'too-many',
    `Cannot make another key: this room has ${MAX_API_KEYS}, which is the most. Revoke one.`,
  );
}

function unknown(id: string): Refused {
  return new Refused(
    'not-found',
    `Cannot revoke the key ${JSON.stringify(id.slice(0, 64))}: there is none. See the list.`,
  );
}
