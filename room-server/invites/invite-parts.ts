import type { Clock, CryptoBackend } from '@open-rooms/protocol';
import type { TakeDown } from '../audit/happening.ts';
import type { Bans } from '../bans/bans.ts';
import type { Members } from '../members/members.ts';
import type { Gate } from '../rooms/gate.ts';
import type { InviteStore } from '../store/ports/invites.ts';
import type { InviteRights } from './invite-state.ts';

/** What invites are made of. */
export interface InviteParts extends InviteRights {
  readonly store: InviteStore;
  readonly gate: Pick<Gate, 'may' | 'mayVisitor' | 'check' | 'standingOf'>;
  readonly bans: Pick<Bans, 'isBanned'>;
  readonly members: Pick<Members, 'addWith' | 'memberOf'>;
  readonly crypto: Pick<CryptoBackend, 'randomBytes' | 'signKeyPair'>;
  /** An invite was taken back: whoever is there by its key may have to go. */
  readonly onRevoked?: () => void;
  readonly takeDown: TakeDown;
  readonly clock: Pick<Clock, 'now'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
