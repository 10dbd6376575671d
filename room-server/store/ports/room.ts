import type { PrivacyMode } from '@open-rooms/protocol';
import type { Member } from './members.ts';

/** What people read about a room. */
export interface RoomProfile {
  readonly name: string;
  /** Plain text, may be empty. */
  readonly description: string;
  /** Milliseconds since 1970. */
  readonly claimedAt: number;
}

/** What a room is set to, besides what it is called. */
export interface StoredSettings {
  readonly mode: PrivacyMode;
  /** Whether the server's front page names it. */
  readonly listed: boolean;
  /** The language of notices that have no translation: a BCP 47 tag. */
  readonly language: string;
  /** Days after which addresses are erased from the audit log; 0 keeps none. */
  readonly addressDays: number;
}

/** All that may be changed of a room later. */
export type RoomPatch = Partial<StoredSettings & Pick<RoomProfile, 'name' | 'description'>>;

export interface RoomStore {
  /** `undefined` until the room is claimed. */
  profile(): Promise<RoomProfile | undefined>;
  /** `undefined` until the room is claimed. */
  settings(): Promise<StoredSettings | undefined>;
  /**
   * Names and sets the room once, with its owner if there is one, in one transaction.
   * Answers false, and writes nothing, where it was claimed before. An owner who is a member already gets the role.
   */
  claim(profile: RoomProfile, owner: Member | undefined, settings: StoredSettings): Promise<boolean>;
  /** Changes what the patch says. A room that is not claimed has nothing to change. */
  change(patch: RoomPatch): Promise<void>;
}
