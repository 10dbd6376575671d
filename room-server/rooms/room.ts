import { type CryptoBackend, type FeedId, Refused } from '@open-rooms/protocol';
import type { TakeDown } from '../audit/happening.ts';
import type { Member } from '../store/ports/members.ts';
import type { RoomProfile, RoomStore, StoredSettings } from '../store/ports/room.ts';
import { type Actor, OPERATOR } from './actor.ts';
import { ClaimAttempts, WRONG_CODES_PER_MINUTE } from './claim-attempts.ts';
import { type NamingInput, type RoomNaming, readNaming } from './naming.ts';

/** What a room is made of. */
export interface RoomParts {
  readonly id: FeedId;
  readonly store: RoomStore;
  readonly crypto: Pick<CryptoBackend, 'sha256' | 'equal'>;
  /** Whoever knows it may name the room, once. */
  readonly claimCode: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What a new room is set to. */
  readonly first: StoredSettings;
  /** Its first owner is a member from then on. */
  readonly addOwner: <T>(
    actor: Actor,
    who: FeedId,
    write: () => Promise<T>,
    memberOf: (written: T) => Member | undefined,
  ) => Promise<T>;
  readonly takeDown: TakeDown;
}

/** A room: its id, and what it is called once someone has claimed it. */
export class Room {
  readonly id: FeedId;
  /** Resolves when the room has a name; at once where it has one already. */
  readonly claimed: Promise<RoomProfile>;
  readonly #parts: RoomParts;
  readonly #attempts: ClaimAttempts;
  readonly #codeHash: Uint8Array;
  readonly #settleClaimed: (profile: RoomProfile) => void;
  #profile: RoomProfile | undefined;

  private constructor(parts: RoomParts) {
    this.id = parts.id;
    this.#parts = parts;
    this.#attempts = new ClaimAttempts(parts.now);
    this.#codeHash = this.#hash(parts.claimCode);
    const { promise, resolve } = Promise.withResolvers<RoomProfile>();
    this.claimed = promise;
    this.#settleClaimed = resolve;
  }

  /** Opens a room with what its store knows of it. */
  static async open(parts: RoomParts): Promise<Room> {
    const room = new Room(parts);
    room.#keep(await parts.store.profile());
    return room;
  }

  /** What people read about the room; `undefined` until it is claimed. */
  get profile(): RoomProfile | undefined {
    return this.#profile;
  }

  /**
   * Names the room, for whoever knows the claim code.
   * @param caller who tries (an address): wrong codes are counted for each
   * @throws Refused `already-claimed`, `too-many` wrong codes, `not-allowed` (wrong code), `bad-argument`
   */
  async claim(code: string, input: NamingInput, caller: string): Promise<RoomProfile> {
    if (this.#profile) throw alreadyClaimed(this.#profile);
    if (!this.#attempts.mayTry(caller)) throw tooManyCodes();
    if (!this.#parts.crypto.equal(this.#hash(code), this.#codeHash)) {
      this.#attempts.wrong(caller);
      throw wrongCode();
    }
    const naming = namingOf(input);
    const kept = await this.#name(
      naming,
      naming.owner === undefined ? null : { kind: 'feed', id: naming.owner },
    );
    if (!kept.byUs) throw alreadyClaimed(kept.profile);
    return kept.profile;
  }

  /**
   * Names a new room without a claim, for whoever starts the server; a room that has a name keeps it.
   * @throws Refused `bad-argument`
   */
  async setUp(input: NamingInput): Promise<RoomProfile> {
    const naming = namingOf(input);
    return this.#profile ?? (await this.#name(naming, OPERATOR)).profile;
  }

  /** Changes what the room is called, as it is on the disk already. */
  rename({ name, description }: { name?: string | undefined; description?: string | undefined }): void {
    if (this.#profile === undefined) return;
    this.#profile = {
      ...this.#profile,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
    };
  }

  async #name(
    { name, description, owner }: RoomNaming,
    by: Actor | null,
  ): Promise<{ profile: RoomProfile; byUs: boolean }> {
    const { now, store, takeDown } = this.#parts;
    const profile = { name, description, claimedAt: now() };
    const byUs = await this.#claim(profile, owner);
    const kept = byUs ? profile : ((await store.profile()) ?? profile);
    this.#keep(kept);
    if (byUs) takeDown({ event: 'room_create', by, subject: this.id, message: name });
    if (byUs && owner !== undefined)
      takeDown({
        event: 'admin_key',
        by,
        subject: owner,
        message: 'has the claim code, and is the first owner',
      });
    return { profile: kept, byUs };
  }

  async #claim(profile: RoomProfile, owner: FeedId | undefined): Promise<boolean> {
    const { store, first, addOwner } = this.#parts;
    if (owner === undefined) return await store.claim(profile, undefined, first);
    const member: Member = { id: owner, role: 'owner', addedAt: profile.claimedAt };
    const claim = () => store.claim(profile, member, first);
    return await addOwner({ kind: 'feed', id: owner }, owner, claim, (isOurs) =>
      isOurs ? member : undefined,
    );
  }

  #keep(profile: RoomProfile | undefined): void {
    if (!profile) return;
    this.#profile = profile;
    this.#settleClaimed(profile);
  }

  /** Hashing makes codes one length, so that comparing them takes one time. */
  #hash(code: string): Uint8Array {
    return this.#parts.crypto.sha256(new TextEncoder().encode(code));
  }
}

function namingOf(input: NamingInput): RoomNaming {
  const read = readNaming(input);
  if ('naming' in read) return read.naming;
  throw new Refused('bad-argument', `Cannot name the room. ${Object.values(read.problems).join(' ')}`);
}

function alreadyClaimed(profile: RoomProfile): Refused {
  return new Refused('already-claimed', `This room has been claimed already: it is "${profile.name}".`);
}

function tooManyCodes(): Refused {
  return new Refused(
    'too-many',
    `Wrong claim code ${WRONG_CODES_PER_MINUTE} times. Wait a minute, then copy the code from where the server was started.`,
  );
}

function wrongCode(): Refused {
  return new Refused(
    'not-allowed',
    'This is not the claim code of this room. It is printed where the server was started: copy it from there.',
  );
}
