import { isFeedId, mayGrant, type PrivacyMode, Refused } from '@open-rooms/protocol';
import type { Gate } from '../rooms/gate.ts';
import type { Invite } from '../store/ports/invites.ts';

/** What keeps an invite from being used; `live` where nothing does. */
export type InviteState =
  | 'live'
  /** Its time has not come. */
  | 'early'
  | 'expired'
  /** As many as it was for have used it. */
  | 'spent'
  | 'revoked'
  /** Whoever made it may not invite to that role any more, or was banned. It lives again if they may again. */
  | 'disowned';

/** Who made an invite on the page of an open room, without saying who they are. */
export const VISITOR = 'visitor';

/** What decides, beside the invite itself, whether it may be used. */
export interface InviteRights {
  readonly settings: { readonly mode: PrivacyMode };
  readonly gate: Pick<Gate, 'may' | 'mayVisitor' | 'standingOf'>;
}

/** What an invite is at this time. It is worth what the right of whoever made it is worth now. */
export function stateOf(invite: Invite, now: number, rights: InviteRights): InviteState {
  if (invite.revokedAt !== null) return 'revoked';
  if (invite.expiresAt !== null && now >= invite.expiresAt) return 'expired';
  if (!isOwned(invite, rights)) return 'disowned';
  if (invite.notBefore !== null && now < invite.notBefore) return 'early';
  return invite.usesLeft === 0 ? 'spent' : 'live';
}

/** Whether nothing can make it of use again. */
export function isOver(invite: Invite, now: number): boolean {
  return (
    invite.revokedAt !== null ||
    invite.usesLeft === 0 ||
    (invite.expiresAt !== null && now >= invite.expiresAt)
  );
}

/** A visitor's invite is as good as what anybody may do. */
function isOwned({ createdBy, role }: Invite, { gate }: InviteRights): boolean {
  if (createdBy === 'operator') return true;
  if (createdBy === VISITOR) return gate.mayVisitor('invite') && mayGrant('external', role);
  return isFeedId(createdBy) && gate.may(createdBy, 'invite') && mayGrant(gate.standingOf(createdBy), role);
}

/** Why an invite brings nobody in: pages have a sentence for each, in every language. */
export type UselessReason = Exclude<InviteState, 'live'> | 'unknown' | 'banned';

const AGAIN = 'Ask whoever gave it to you for a new one.';

/** Other rooms say the beginning of the last one. */
const SENTENCES: Readonly<Record<UselessReason, string>> = {
  unknown: 'This room knows no such invite: check that the link is whole, or ask for a new one.',
  early: 'This invite is not to be used yet. Try it again later.',
  expired: `This invite has expired. ${AGAIN}`,
  spent: `This invite has been used up. ${AGAIN}`,
  revoked: `This invite has been taken back. ${AGAIN}`,
  disowned:
    'Whoever made this invite may not invite anybody any more. Ask somebody else there for a new one.',
  banned: 'this key has been banned from this room: whoever moderates it can lift the ban.',
};

const CODES = {
  unknown: 'not-found',
  early: 'not-allowed',
  expired: 'spent',
  spent: 'spent',
  revoked: 'spent',
  disowned: 'spent',
  banned: 'not-allowed',
} as const;

/** The refusal of an invite that brings nobody in. */
export class UselessInvite extends Refused {
  readonly reason: UselessReason;

  constructor(reason: UselessReason) {
    super(CODES[reason], SENTENCES[reason]);
    this.reason = reason;
  }
}
