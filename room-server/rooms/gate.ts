import {
  type Act,
  type FeedId,
  mayDo,
  type PrivacyMode,
  Refused,
  type Role,
  type Standing,
} from '@open-rooms/protocol';
import type { Ban } from '../store/ports/bans.ts';
import type { Actor } from './actor.ts';
import { refusalOfBan, refusalText } from './gate-texts.ts';

export interface GateParts {
  readonly settings: { readonly mode: PrivacyMode };
  readonly members: { roleOf(id: FeedId): Role | undefined };
  readonly bans: { isBanned(id: FeedId): Ban | undefined };
  /** The invites that may be used now. */
  readonly invites: { isKey(id: FeedId): boolean };
}

/** Whether somebody is let in. */
export type Entrance = 'yes' | 'banned' | 'not-admitted';

/** Answers "may they?", as they stand at this moment: the one place that does (spec/roles.md). */
export class Gate {
  readonly #parts: GateParts;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /** What somebody is in the room, whether or not they are banned. */
  standingOf(id: FeedId): Standing {
    const { members, invites } = this.#parts;
    return members.roleOf(id) ?? (invites.isKey(id) ? 'invite' : 'external');
  }

  /** Whether somebody may do this now; whoever runs the server may do all, and the banned nothing. */
  may(actor: Actor | FeedId, act: Act): boolean {
    const id = feedOf(actor);
    if (id === undefined) return true;
    return this.#parts.bans.isBanned(id) === undefined && this.#mayStanding(this.standingOf(id), act);
  }

  /** Whether a visitor of the pages, of whom nothing is known, may do this now: as much as any stranger. */
  mayVisitor(act: Act): boolean {
    return this.#mayStanding('external', act);
  }

  /** Throws `Refused` `not-allowed` where somebody may not do this now; its sentence says how that is mended. */
  check(actor: Actor | FeedId, act: Act): void {
    if (this.may(actor, act)) return;
    const id = feedOf(actor);
    const ban = id && this.#parts.bans.isBanned(id);
    if (ban) throw new Refused('not-allowed', refusalOfBan(ban));
    const standing = id === undefined ? 'external' : this.standingOf(id);
    throw new Refused('not-allowed', refusalText(this.#parts.settings.mode, standing, act));
  }

  /** Whether somebody with a proven key is let in. */
  mayEnter(id: FeedId): Entrance {
    if (this.#parts.bans.isBanned(id) !== undefined) return 'banned';
    return this.#mayStanding(this.standingOf(id), 'enter') ? 'yes' : 'not-admitted';
  }

  #mayStanding(standing: Standing, act: Act): boolean {
    return mayDo(this.#parts.settings.mode, standing, act);
  }
}

function feedOf(actor: Actor | FeedId): FeedId | undefined {
  if (typeof actor === 'string') return actor;
  return actor.kind === 'feed' ? actor.id : undefined;
}
