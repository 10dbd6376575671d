import type { FeedId, Role } from '@open-rooms/protocol';
import type { Member } from './members.ts';

/** An invite: whoever has its seed may use it, as a link's token or by connecting with the seed's key. */
export interface Invite {
  /** The feed id of the key made from the seed; the seed itself is never stored. */
  readonly id: FeedId;
  /** What it makes of whoever uses it. */
  readonly role: Role;
  readonly note: string;
  /** Who made it: a feed id, `operator`, or `visitor` for somebody on the page of an open room. */
  readonly createdBy: string;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number;
  /** It is of no use before. */
  readonly notBefore: number | null;
  /** It is of no use from then on. */
  readonly expiresAt: number | null;
  /** How many more people may use it. */
  readonly usesLeft: number;
  readonly revokedAt: number | null;
}

/** What came of using an invite. */
export type InviteUse =
  /** One use was spent: a new member, or one whose role is higher now. */
  | { readonly outcome: 'added' | 'raised'; readonly member: Member }
  /** They have that role, or a higher one: nothing was spent. */
  | { readonly outcome: 'there'; readonly member: Member }
  /** `dead`: revoked, expired, or not to be used yet. */
  | { readonly outcome: 'spent' | 'dead' | 'unknown'; readonly member?: undefined };

export interface InviteStore {
  /** Rejects where there is one with that id. */
  create(invite: Invite): Promise<void>;
  /** Oldest first, spent and revoked ones included. */
  invites(): Promise<Invite[]>;
  /**
   * Spends one use and adds the member or raises their role, in one transaction. A member who is as much already
   * spends nothing, so that a client may ask again after a lost answer.
   */
  use(id: FeedId, who: FeedId, now: number): Promise<InviteUse>;
  /** Takes it back; one that was taken back before keeps its time. */
  revoke(id: FeedId, at: number): Promise<void>;
  /** Forgets invites altogether. */
  forget(ids: readonly FeedId[]): Promise<void>;
}
