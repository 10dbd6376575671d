import type { FeedId } from '@open-rooms/protocol';

/** A name in the room: whose it is, and their word for it. */
export interface Alias {
  /** A label of a domain name, in small letters. */
  readonly name: string;
  readonly feed: FeedId;
  /** Base64 of the 64-byte signature over the registration, for whoever uses the alias. */
  readonly signature: string;
  /** Milliseconds since 1970. */
  readonly registeredAt: number;
}

/** How many aliases there may be. */
export interface AliasLimits {
  readonly perFeed: number;
  readonly inAll: number;
}

export interface AliasStore {
  /**
   * Gives the feed a name, in one transaction. `taken`: it is another feed's. `too-many`: the feed has as many as it
   * may. `full`: the room has. A name that is the feed's already keeps its age and gets the new signature
   * (`registered`), so that a client may ask again after a lost answer.
   */
  register(alias: Alias, limits: AliasLimits): Promise<'registered' | 'taken' | 'too-many' | 'full'>;
  alias(name: string): Promise<Alias | undefined>;
  /** All of them, in the order of the alphabet. */
  aliases(): Promise<Alias[]>;
  /** Oldest first. */
  aliasesOf(feed: FeedId): Promise<Alias[]>;
  /** Takes a name from its feed. `not-theirs`: it is another feed's. `unknown`: nobody's. */
  revoke(name: string, feed: FeedId): Promise<'revoked' | 'not-theirs' | 'unknown'>;
  /** Takes every name from a feed, in one transaction. Answers which they were, oldest first. */
  revokeAll(feed: FeedId): Promise<string[]>;
}
