import { type CryptoBackend, type FeedId, Refused, toBase64Url, toHex } from '@open-rooms/protocol';
import type { TakeDown } from '../audit/happening.ts';
import type { Actor } from '../rooms/actor.ts';
import type { SessionStore, StoredSession } from '../store/ports/sessions.ts';

/** A session that nobody uses ends after a day: a browser that was left signed in somewhere is not for ever. */
export const SESSION_IDLE_MS = 24 * 60 * 60_000;
/** A session ends after a week however much it is used: then the key has to speak again. */
export const SESSION_MAX_MS = 7 * SESSION_IDLE_MS;
/** Browsers that one person is signed in with; a further one ends the session that was used longest ago. */
export const MAX_SESSIONS_PER_PERSON = 10;
/** Sessions of a room, which are in memory: about 20 MB. */
const MAX_SESSIONS = 50_000;
/** How stale the kept time of the last use may be: a write for each page would let visitors keep the disk busy. */
const TOUCH_MS = 10 * 60_000;
/** 256 bits of the system's generator, which nobody guesses. */
const TOKEN_BYTES = 32;
/** 128 bits name a session. */
const ID_BYTES = 16;
/** Characters of a browser's name that are kept; real ones are about 120. */
const AGENT_MAX_CHARS = 200;

export interface SessionParts {
  readonly store: SessionStore;
  readonly crypto: Pick<CryptoBackend, 'sha256' | 'randomBytes'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly takeDown: TakeDown;
  /** Whether somebody may sign in now: sessions of whoever may not are none, whoever forgot to end them. */
  readonly maySignIn: (id: FeedId) => boolean;
  /** Told of what was not kept and does not matter to who asked. */
  readonly onFault: (error: unknown) => void;
}

/** A session as its owner may see it. */
export interface Session {
  readonly id: string;
  readonly agent: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
}

/**
 * Who is signed in with which browser (spec/sign-in.md): all in memory, written through, so that a page costs no
 * read of the disk. Only hashes of tokens are kept.
 */
export class Sessions {
  readonly #parts: SessionParts;
  readonly #byHash = new Map<string, StoredSession>();
  readonly #byPerson = new Map<FeedId, Map<string, StoredSession>>();

  private constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Reads what is kept; what has expired is forgotten. */
  static async open(parts: SessionParts): Promise<Sessions> {
    const sessions = new Sessions(parts);
    const stored = await parts.store.sessions();
    for (const session of stored) sessions.#keep(session);
    await sessions.#end(stored.filter((session) => sessions.#isOver(session)));
    return sessions;
  }

  /**
   * Signs somebody in who has proven their key.
   * @param agent the browser, as it calls itself
   * @param address the network address that it came from, for the audit log
   * @returns the token for the browser's cookie, which is told once
   * @throws Refused `too-many` where the room has as many sessions as it may, `unavailable`
   */
  async create(who: FeedId, agent: string, address?: string): Promise<string> {
    const { crypto, store, now, takeDown } = this.#parts;
    const gone = this.#makeRoomFor(who);
    const token = toBase64Url(crypto.randomBytes(TOKEN_BYTES));
    const at = now();
    const session: StoredSession = {
      id: toBase64Url(crypto.randomBytes(ID_BYTES)),
      tokenHash: this.#hash(token),
      feed: who,
      agent: agent.slice(0, AGENT_MAX_CHARS),
      createdAt: at,
      lastUsedAt: at,
    };
    // Held at once, so that eight at once are counted; nobody has the token before it is kept.
    this.#keep(session);
    try {
      await this.#end(gone);
      await store.create(session);
    } catch (error) {
      this.#forget(session);
      throw error;
    }
    if (!this.#byHash.has(session.tokenHash)) {
      // They were signed out everywhere meanwhile; the disk may have heard of that first.
      await store.end([session.id]);
      throw signedOut();
    }
    takeDown({
      event: 'session_create',
      by: feed(who, address),
      subject: session.id,
      message: session.agent,
    });
    return token;
  }

  /** Whose a token is; `undefined` where it is nobody's, or its session is over. */
  of(token: string): { readonly id: FeedId; readonly session: string } | undefined {
    const session = this.#byHash.get(this.#hash(token));
    if (session === undefined) return undefined;
    if (this.#isOver(session)) {
      this.#end([session]).catch(this.#parts.onFault);
      return undefined;
    }
    if (!this.#parts.maySignIn(session.feed)) return undefined;
    this.#touch(session);
    return { id: session.feed, session: session.id };
  }

  /** Where somebody is signed in, the newest first. */
  list(who: FeedId): Session[] {
    return this.#of(who)
      .filter((session) => !this.#isOver(session))
      .map(seen)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
  }

  /**
   * Ends one of somebody's own sessions.
   * @throws Refused `not-found` where they have none of that id
   */
  async revoke(who: FeedId, id: string, reason = ''): Promise<void> {
    const session = this.#byPerson.get(who)?.get(id);
    if (session === undefined || this.#isOver(session)) throw unknownSession(id);
    await this.#end([session]);
    this.#parts.takeDown({ event: 'session_destroy', by: feed(who), subject: id, reason });
  }

  /**
   * Ends all sessions of somebody, because they said so, or because they were removed or banned.
   * @param by who does it; `null` where that stands in the log already, with what brings it about
   * @returns how many there were
   */
  async revokeAll(who: FeedId, by: Actor | null = feed(who), reason = ''): Promise<number> {
    const sessions = this.#of(who);
    await this.#end(sessions);
    for (const { id } of sessions) {
      this.#parts.takeDown({ event: 'session_destroy', by, subject: id, reason, message: `of ${who}` });
    }
    return sessions.length;
  }

  /** Those that have to go for one more, gone from memory already. */
  #makeRoomFor(who: FeedId): StoredSession[] {
    const own = this.#of(who).sort((a, b) => a.lastUsedAt - b.lastUsedAt);
    const tooMany = own.slice(0, Math.max(0, own.length - MAX_SESSIONS_PER_PERSON + 1));
    const isFull = this.#byHash.size - tooMany.length >= MAX_SESSIONS;
    const over = isFull ? [...this.#byHash.values()].filter((each) => this.#isOver(each)) : [];
    for (const session of [...tooMany, ...over]) this.#forget(session);
    if (this.#byHash.size >= MAX_SESSIONS) throw full();
    for (const { id } of tooMany) {
      const reason = `one person has at most ${MAX_SESSIONS_PER_PERSON} sessions`;
      this.#parts.takeDown({ event: 'session_destroy', by: feed(who), subject: id, reason });
    }
    return [...tooMany, ...over];
  }

  #of(who: FeedId): StoredSession[] {
    return [...(this.#byPerson.get(who)?.values() ?? [])];
  }

  #isOver({ createdAt, lastUsedAt }: StoredSession): boolean {
    return endOf(createdAt, lastUsedAt) <= this.#parts.now();
  }

  #touch(session: StoredSession): void {
    const now = this.#parts.now();
    if (now - session.lastUsedAt < TOUCH_MS) return;
    this.#keep({ ...session, lastUsedAt: now });
    this.#parts.store.touch(session.id, now).catch(this.#parts.onFault);
  }

  /** Nobody is let in by them from now on, whatever the disk says. */
  async #end(sessions: readonly StoredSession[]): Promise<void> {
    if (sessions.length === 0) return;
    for (const session of sessions) this.#forget(session);
    await this.#parts.store.end(sessions.map(({ id }) => id));
  }

  #keep(session: StoredSession): void {
    this.#byHash.set(session.tokenHash, session);
    const own = this.#byPerson.get(session.feed) ?? new Map<string, StoredSession>();
    this.#byPerson.set(session.feed, own);
    own.set(session.id, session);
  }

  #forget({ tokenHash, feed: who, id }: StoredSession): void {
    this.#byHash.delete(tokenHash);
    const own = this.#byPerson.get(who);
    own?.delete(id);
    if (own?.size === 0) this.#byPerson.delete(who);
  }

  #hash(token: string): string {
    return toHex(this.#parts.crypto.sha256(new TextEncoder().encode(token)));
  }
}

function endOf(createdAt: number, lastUsedAt: number): number {
  return Math.min(createdAt + SESSION_MAX_MS, lastUsedAt + SESSION_IDLE_MS);
}

function seen({ id, agent, createdAt, lastUsedAt }: StoredSession): Session {
  return { id, agent, createdAt, lastUsedAt, expiresAt: endOf(createdAt, lastUsedAt) };
}

function feed(id: FeedId, address?: string): Actor {
  return { kind: 'feed', id, address };
}

function unknownSession(id: string): Refused {
  return new Refused(
    'not-found',
    `Cannot sign out ${JSON.stringify(id.slice(0, 64))}: you have no such session, or it ended by itself. See your list.`,
  );
}

function signedOut(): Refused {
  return new Refused('not-allowed', 'You were signed out of this room everywhere just now: begin again.');
}

function full(): Refused {
  return new Refused(
    'too-many',
    `This room has ${MAX_SESSIONS} sessions, which is the most: try again later.`,
  );
}
