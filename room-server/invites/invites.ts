import {
  type CryptoBackend,
  type FeedId,
  feedIdOf,
  Refused,
  type SocketAddress,
  writeOpenRoomInvite,
  writePubInvite,
} from '@open-rooms/protocol';
import type { InviteStore } from '../store/port.ts';

const SEED_BYTES = 32;
/** Feeds that one invite may bring: a large meeting; whoever wants more hands out the room's address. */
export const USES_MAX = 1000;
/** Characters of a note, which tells invites apart in a list. */
export const NOTE_MAX_CHARS = 200;

/** What invites are made of. */
export interface InviteParts {
  readonly store: InviteStore;
  readonly crypto: Pick<CryptoBackend, 'randomBytes' | 'signKeyPair'>;
  /** The address that invites lead to: `net:host:port~shs:KEY`. */
  readonly address: () => SocketAddress;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A new invite: whoever has the code may use it, and only its id is kept. */
export interface NewInvite {
  readonly id: FeedId;
  /** `net:host:port~shs:KEY:SEED`. */
  readonly code: string;
}

/** The invites of an open room. */
export class Invites {
  readonly #parts: InviteParts;

  constructor(parts: InviteParts) {
    this.#parts = parts;
  }

  /**
   * Makes an invite that brings `uses` feeds in as participants.
   * @throws Refused `bad-argument`
   */
  async create({ note, uses }: { note: string; uses: number }): Promise<NewInvite> {
    if (!Number.isInteger(uses) || uses < 1 || uses > USES_MAX) {
      throw new Refused('bad-argument', `Cannot make an invite for ${uses} uses: say 1 to ${USES_MAX}.`);
    }
    if ([...note].length > NOTE_MAX_CHARS || /\p{Cc}/u.test(note)) {
      const rule = `use one line of at most ${NOTE_MAX_CHARS} characters`;
      throw new Refused('bad-argument', `Cannot make an invite with this note: ${rule}.`);
    }
    const seed = this.#parts.crypto.randomBytes(SEED_BYTES);
    const id = feedIdOf(this.#parts.crypto.signKeyPair(seed).publicKey);
    await this.#parts.store.create({ id, createdAt: this.#parts.now(), note, usesLeft: uses });
    return { id, code: writePubInvite(this.#parts.address(), seed) };
  }

  /**
   * Answers `invite.use({feed})`. A caller who connected with an invite's key spends a use, and `feed` becomes a
   * participant; to anyone else the answer is true as well, since an open room welcomes everyone.
   * @param caller the key that the caller connected with
   * @throws Refused `spent` where the invite has no use left
   */
  async use(caller: FeedId, feed: FeedId): Promise<true> {
    const member = { id: feed, role: 'participant', addedAt: this.#parts.now() } as const;
    if ((await this.#parts.store.use(caller, member)) === 'spent') {
      throw new Refused('spent', 'This invite has been used up. Ask whoever gave it to you for a new one.');
    }
    return true;
  }
}

/** The invite that anyone may pass on: the address of an open room, marked as a room for SSB apps. */
export function openRoomInvite(address: SocketAddress): string {
  return writeOpenRoomInvite([address]);
}
