import {
  ACTS,
  type Act,
  type FeedId,
  feedIdOf,
  INVITE_SEED_BYTES,
  isNarrower,
  mayGrant,
  type PrivacyMode,
  Refused,
  type Role,
  readInviteToken,
  type SocketAddress,
  writeInviteToken,
  writeOpenRoomInvite,
} from '@open-rooms/protocol';
import { type Actor, actorName } from '../rooms/actor.ts';
import type { Invite, InviteUse } from '../store/ports/invites.ts';
import type { Member } from '../store/ports/members.ts';
import { InviteIndex } from './invite-index.ts';
import { kindOfActor, kindOfMaker } from './invite-maker.ts';
import { InvitePace } from './invite-pace.ts';
import type { InviteParts } from './invite-parts.ts';
import { InviteQuota } from './invite-quota.ts';
import { type InviteState, stateOf, UselessInvite, VISITOR } from './invite-state.ts';
import { type InviteWish, readWish } from './invite-wish.ts';

/** What whoever takes part in a room does there. */
const TAKING_PART: readonly Act[] = ['attend', 'watch', 'enumerate', 'dial', 'share'];

/** An invite of a visitor, who cannot take it back, or of a guest, whose key costs nothing, is of use for 30 days. */
export const VISITOR_INVITE_MS = 30 * 24 * 60 * 60 * 1000;

/** A new invite: whoever has the seed or the token may use it, and the room keeps neither. */
export interface NewInvite {
  readonly invite: Invite;
  readonly seed: Uint8Array;
  readonly token: string;
}

/** The invites of a room (spec/http-invites.md): made, listed, taken back, and used by key or by token. */
export class Invites {
  readonly #parts: InviteParts;
  readonly #index = new InviteIndex();
  readonly #quota: InviteQuota;
  readonly #pace = new InvitePace();

  private constructor(parts: InviteParts) {
    this.#parts = parts;
    this.#quota = new InviteQuota(parts, this.#index);
  }

  /** Opens the invites with all that the store knows of them. */
  static async open(parts: InviteParts): Promise<Invites> {
    const invites = new Invites(parts);
    for (const invite of await parts.store.invites()) invites.#index.put(invite);
    return invites;
  }

  /** Whether this is the key of an invite that may be used now: whoever proves it is let in to do so. */
  isKey(id: FeedId): boolean {
    const invite = this.#index.get(id);
    return invite !== undefined && this.stateOf(invite) === 'live';
  }

  /** What an invite is worth now. */
  stateOf(invite: Invite): InviteState {
    return stateOf(invite, this.#parts.now(), this.#parts);
  }

  /**
   * Makes an invite. The seed is told here, once.
   * @param actor `null` for a visitor of an open room's page
   * @throws Refused `bad-argument`, `not-allowed`, `too-many`
   */
  async create(actor: Actor | null, wish: InviteWish): Promise<NewInvite> {
    const { store, crypto, gate, now, takeDown } = this.#parts;
    const { role, uses, note, notBefore, expiresAt } = readWish(wish, now());
    this.#checkMaker(actor, role);
    await this.#quota.take(actor);
    const seed = crypto.randomBytes(INVITE_SEED_BYTES);
    const createdAt = now();
    const isGuest = kindOfActor(actor, gate) === 'guest';
    const invite: Invite = {
      id: this.#idOf(seed),
      role,
      note,
      createdBy: actor === null ? VISITOR : actorName(actor),
      createdAt,
      notBefore,
      expiresAt: isGuest ? Math.min(expiresAt ?? Infinity, createdAt + VISITOR_INVITE_MS) : expiresAt,
      usesLeft: uses,
      revokedAt: null,
    };
    await store.create(invite);
    this.#index.put(invite);
    const message = `An invite for ${uses === 1 ? `one ${role}` : `${uses} people, each a ${role}`}.`;
    const byRight = kindOfActor(actor, gate) === 'moderator';
    takeDown({ event: 'send_invitation', by: actor, byRight, subject: invite.id, message });
    return { invite, seed, token: writeInviteToken(seed) };
  }

  /**
   * The invites, the newest first: one's own, or everybody's for who moderates them.
   * @throws Refused `not-allowed`
   */
  list(actor: Actor): Invite[] {
    const { gate } = this.#parts;
    if (gate.may(actor, 'moderate-invites')) return this.#index.all().toReversed();
    gate.check(actor, 'invite');
    return this.#index.of(actorName(actor)).toReversed();
  }

  /**
   * Takes an invite back: one's own, or anybody's for who moderates them. Once more, it stays as it is.
   * @throws Refused `not-allowed`, `not-found`
   */
  async revoke(actor: Actor, id: FeedId): Promise<void> {
    const { gate, store, now, takeDown, onRevoked } = this.#parts;
    const invite = this.#index.get(id);
    const moderates = gate.may(actor, 'moderate-invites');
    if (!moderates) gate.check(actor, 'invite');
    if (invite === undefined || (!moderates && invite.createdBy !== actorName(actor)))
      throw new Refused('not-found', `Cannot take back "${id}": you have no invite with that id.`);
    if (invite.revokedAt !== null) return;
    const at = now();
    await store.revoke(id, at);
    // Of two who take it back at once, one did.
    if (this.#index.get(id)?.revokedAt !== null) return;
    this.#index.change(id, (kept) => ({ ...kept, revokedAt: kept.revokedAt ?? at }));
    onRevoked?.();
    takeDown({ event: 'invalidate_invitation', by: actor, byRight: moderates, subject: id });
  }

  /**
   * Answers `invite.use({feed})`. A caller who connected with an invite's key spends a use, and `feed` becomes what the
   * invite says. To anyone else the answer is true in an open room, which welcomes everyone, and makes nobody a member.
   * @param caller the key that the caller connected with
   * @throws Refused `spent`, `not-allowed`, `not-found`, `bad-argument`, `too-many`
   */
  async use(caller: FeedId, feed: FeedId, address?: string): Promise<true> {
    const invite = this.#index.get(caller);
    if (invite !== undefined) await this.#spend(invite, feed, address);
    // They have proven who they are, and so may hear it.
    else if (this.#parts.bans.isBanned(caller) !== undefined) throw new UselessInvite('banned');
    else if (!this.#welcomes(caller)) throw new UselessInvite('unknown');
    return true;
  }

  /** The invite of a link's token, whatever it is worth; `undefined` where nobody made it. */
  ofToken(token: string): Invite | undefined {
    const seed = readInviteToken(token);
    return seed && this.#index.get(this.#idOf(seed));
  }

  /**
   * Spends a use of a link's token: `id` becomes what the invite says.
   * @param address the network address that it was claimed from
   * @throws Refused `spent`, `not-allowed`, `not-found`, `bad-argument`, `too-many`
   */
  async claim(token: string, id: FeedId, address?: string): Promise<Member> {
    const invite = this.ofToken(token);
    if (invite === undefined) throw new UselessInvite('unknown');
    return await this.#spend(invite, id, address);
  }

  /** Whoever is in has no need of an invite; in an open room that is everybody. */
  #welcomes(caller: FeedId): boolean {
    const { gate } = this.#parts;
    return gate.mayVisitor('attend') || gate.may(caller, 'attend');
  }

  /** Whose `who` is nobody has proven: all that comes of it is taken down as nobody's, and takes nothing from them. */
  async #spend(invite: Invite, who: FeedId, address: string | undefined): Promise<Member> {
    const { members, gate, clock, takeDown } = this.#parts;
    const asked: Asked = { who, address };
    const maker = kindOfMaker(invite.createdBy, gate);
    // What is refused anyhow takes no use from others.
    if (this.#check(invite.id, asked) === 'live' && members.memberOf(who) === undefined)
      this.#pace.take(maker, clock.now());
    const use = await members.addWith(
      null,
      who,
      () => this.#use(invite.id, asked),
      ({ member }) => member,
      this.#pace.mostMembers(maker),
    );
    if (use.outcome === 'there') return use.member;
    if (use.outcome === 'added' || use.outcome === 'raised') {
      const message = `${who} became a ${use.member.role}.`;
      takeDown({ event: 'invitation_response', by: null, address, subject: invite.id, message });
      return use.member;
    }
    throw new UselessInvite(use.outcome === 'dead' ? this.#deathOf(invite.id) : use.outcome);
  }

  /** Writes the use, in turn with all that changes who may do what: what was true when it was asked may not be now. */
  async #use(id: FeedId, asked: Asked): Promise<InviteUse> {
    const { store, members, gate, now } = this.#parts;
    this.#check(id, asked);
    const known = members.memberOf(asked.who);
    const maker = this.#index.get(id)?.createdBy ?? VISITOR;
    // A participant's invite undoes no demotion: their role is for those to change who look after members.
    if (known !== undefined && kindOfMaker(maker, gate) !== 'moderator')
      return { outcome: 'there', member: known };
    const use = await store.use(id, asked.who, now());
    if (use.outcome === 'added' || use.outcome === 'raised')
      this.#index.change(id, (kept) => ({ ...kept, usesLeft: kept.usesLeft - 1 }));
    return use;
  }

  /**
   * Whether an invite may be used for somebody. Whoever has spent the last use may ask again: the store knows.
   * @throws Refused `spent`, `not-allowed`, `not-found`, `bad-argument`
   */
  #check(id: FeedId, { who, address }: Asked): 'live' | 'spent' {
    const { bans, gate, settings, takeDown } = this.#parts;
    const invite = this.#index.get(id);
    if (invite === undefined) throw new UselessInvite('unknown');
    const state = this.stateOf(invite);
    if (state !== 'live' && state !== 'spent') throw new UselessInvite(state);
    if (this.#index.get(who) !== undefined) throw notAPerson(who);
    if (bans.isBanned(who) !== undefined) {
      const message = `Was to be brought in by the invite ${id}.`;
      takeDown({ event: 'banned_attempt', by: null, address, subject: who, message });
      // Anybody may say any id: who is banned is not told to them.
      throw new UselessInvite('disowned');
    }
    const { mode } = settings;
    const isStranger = gate.standingOf(who) === 'external';
    // Those who look after members may make viewers of people who call in from outside; nobody mutes who takes part.
    const acts = kindOfMaker(invite.createdBy, gate) === 'moderator' ? TAKING_PART : ACTS;
    if (isStranger && isNarrower({ mode, standing: 'external' }, { mode, standing: invite.role }, acts))
      throw wouldNarrow(invite.role);
    return state;
  }

  /** Why the store would not take an invite that was live a moment ago. */
  #deathOf(id: FeedId): 'revoked' | 'expired' {
    return this.#index.get(id)?.revokedAt === null ? 'expired' : 'revoked';
  }

  #checkMaker(actor: Actor | null, role: Role): void {
    const { gate, settings } = this.#parts;
    if (actor?.kind === 'operator') return;
    if (actor !== null) gate.check(actor, 'invite');
    else if (!gate.mayVisitor('invite')) throw notForVisitors(settings.mode);
    const standing = actor === null ? 'external' : gate.standingOf(actor.id);
    if (!mayGrant(standing, role))
      throw new Refused(
        'not-allowed',
        `not allowed: you are ${standing} here, and may not invite anybody as ${role}: ask an owner of the room.`,
      );
    if (role === 'viewer' && settings.mode === 'open' && kindOfActor(actor, gate) !== 'moderator')
      throw new Refused(
        'not-allowed',
        'not allowed: in an open room a viewer may do less than anybody: invite a participant, or ask a moderator.',
      );
  }

  #idOf(seed: Uint8Array): FeedId {
    return feedIdOf(this.#parts.crypto.signKeyPair(seed).publicKey);
  }
}

/** For whom an invite is used, by the word of whoever has it. */
interface Asked {
  readonly who: FeedId;
  readonly address: string | undefined;
}

/** The invite that anyone may pass on: the address of an open room, marked as a room for SSB apps. */
export function openRoomInvite(address: SocketAddress): string {
  return writeOpenRoomInvite([address]);
}

function notAPerson(id: FeedId): Refused {
  return new Refused('bad-argument', `Cannot invite "${id}": that is the key of an invite. Say your own id.`);
}

function wouldNarrow(role: Role): Refused {
  return new Refused(
    'not-allowed',
    `not allowed: you may do more here without this invite, which is for a ${role}: come in without it.`,
  );
}

function notForVisitors(mode: PrivacyMode): Refused {
  return new Refused(
    'not-allowed',
    `not allowed: this room is ${mode}: ask one of its members for an invite.`,
  );
}
