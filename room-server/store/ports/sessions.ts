import type { FeedId } from '@open-rooms/protocol';

/** A browser that somebody is signed in with. */
export interface StoredSession {
  /** What lists and revocations name it by: 22 characters of base64url, which sign nobody in. */
  readonly id: string;
  /** SHA-256 of the browser's token, in hex. The token itself is nowhere but in the browser. */
  readonly tokenHash: string;
  readonly feed: FeedId;
  /** The browser, as it calls itself. */
  readonly agent: string;
  /** Milliseconds since 1970, as the next one. */
  readonly createdAt: number;
  readonly lastUsedAt: number;
}

export interface SessionStore {
  /** Oldest first. */
  sessions(): Promise<StoredSession[]>;
  /** Rejects where there is one with that id or token. */
  create(session: StoredSession): Promise<void>;
  /** Says when it was used last; nothing where it is gone. */
  touch(id: string, lastUsedAt: number): Promise<void>;
  /** Forgets sessions; those that are gone already are no matter. */
  end(ids: readonly string[]): Promise<void>;
}
