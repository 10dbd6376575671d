import { type Act, isFeedId } from '@open-rooms/protocol';
import { type Actor, actorName } from '../rooms/actor.ts';
import type { Gate } from '../rooms/gate.ts';
import { VISITOR } from './invite-state.ts';

/** How far the room trusts who makes invites: those whom keys cost nothing are bounded apart from all others. */
export type MakerKind = 'moderator' | 'member' | 'guest';

/** What who made an invite is now: somebody who looks after members, another member, or nobody that the room knows. */
export function kindOfMaker(maker: string, gate: Pick<Gate, 'may' | 'standingOf'>): MakerKind {
  return kindOf(maker, gate, 'manage-members');
}

/** The same of who is about to make one, `null` for a visitor: moderators are those who moderate invites. */
export function kindOfActor(actor: Actor | null, gate: Pick<Gate, 'may' | 'standingOf'>): MakerKind {
  return kindOf(actor === null ? VISITOR : actorName(actor), gate, 'moderate-invites');
}

function kindOf(maker: string, gate: Pick<Gate, 'may' | 'standingOf'>, act: Act): MakerKind {
  if (maker === 'operator') return 'moderator';
  if (!isFeedId(maker)) return 'guest';
  if (gate.may(maker, act)) return 'moderator';
  const standing = gate.standingOf(maker);
  return standing === 'external' || standing === 'invite' ? 'guest' : 'member';
}
