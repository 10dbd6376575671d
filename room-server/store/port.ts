import type { FeedId } from '@open-rooms/protocol';

/** What people read about a room. */
export interface RoomProfile {
  readonly name: string;
  /** Plain text, may be empty. */
  readonly description: string;
  /** Milliseconds since 1970. */
  readonly claimedAt: number;
}

/** The roles of Rooms 2.0 that can be granted and kept (`owner` is its admin, `participant` its member). */
export type Role = 'owner' | 'moderator' | 'participant' | 'viewer';

export interface Member {
  readonly id: FeedId;
  readonly role: Role;
  readonly addedAt: number;
}

/** An invite that a person holds as a pub-style code: the holder proves the seed by connecting with its key. */
export interface Invite {
  /** The feed id of the key made from the code's seed; the seed itself is never stored. */
  readonly id: FeedId;
  readonly createdAt: number;
  readonly note: string;
  /** How many more feeds may use it. */
  readonly usesLeft: number;
}

/** A name in the room: whose it is, and their word for it. */
export interface Alias {
  /** A label of a domain name, in small letters. */
  readonly name: string;
  readonly feed: FeedId;
  /** Base64 of the 64-byte signature over the registration, for whoever uses the alias. */
  readonly signature: string;
  readonly registeredAt: number;
}

/** How many aliases there may be. */
export interface AliasLimits {
  readonly perFeed: number;
  readonly inAll: number;
}

/**
 * One port per concern. Every write is durable when its promise resolves, and rejects with `Refused`
 * (`unavailable`) where the disk does not take it.
 */
export interface RoomStore {
  /** `undefined` until the room is claimed. */
  profile(): Promise<RoomProfile | undefined>;
  /**
   * Names the room once, with its owner if there is one, in one transaction.
   * Answers false, and writes nothing, where it was claimed before. An owner who is a member already gets the role.
   */
  claim(profile: RoomProfile, owner: Member | undefined): Promise<boolean>;
}

export interface MemberStore {
  member(id: FeedId): Promise<Member | undefined>;
  /** Oldest first. */
  members(): Promise<Member[]>;
  /** Adds a member; one who is there already keeps the role they have. */
  add(member: Member): Promise<void>;
}

export interface InviteStore {
  /** Rejects where there is one with that id. */
  create(invite: Invite): Promise<void>;
  invite(id: FeedId): Promise<Invite | undefined>;
  /** Oldest first, spent ones included. */
  invites(): Promise<Invite[]>;
  /**
   * Spends one use and adds the member, in one transaction. `unknown`: no such invite. `spent`: no use left.
   * A member who is there already spends nothing (`used`), so that a client may ask again after a lost answer.
   */
  use(id: FeedId, member: Member): Promise<'used' | 'spent' | 'unknown'>;
}

export interface AliasStore {
  /**
   * Gives the feed a name, in one transaction. `taken`: it is another feed's. `too-many`: the feed has as many as it
   * may. `full`: the room has. A name that is the feed's already keeps its age and gets the new signature
   * (`registered`), so that a client may ask again after a lost answer.
   */
  register(alias: Alias, limits: AliasLimits): Promise<'registered' | 'taken' | 'too-many' | 'full'>;
  alias(name: string): Promise<Alias | undefined>;
  /** Oldest first. */
  aliasesOf(feed: FeedId): Promise<Alias[]>;
  /** Takes a name from its feed. `not-theirs`: it is another feed's. `unknown`: nobody's. */
  revoke(name: string, feed: FeedId): Promise<'revoked' | 'not-theirs' | 'unknown'>;
}

/** Everything a room keeps. Disposing it waits for what was begun and closes the database. */
export interface Store extends AsyncDisposable {
  readonly room: RoomStore;
  readonly members: MemberStore;
  readonly invites: InviteStore;
  readonly aliases: AliasStore;
}
