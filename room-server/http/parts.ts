import type { CryptoBackend, FeedId } from '@open-rooms/protocol';
import type { Context } from 'hono';
import type { Aliases } from '../aliases/aliases.ts';
import type { Invites } from '../invites/invites.ts';
import type { Notices } from '../notices/notices.ts';
import type { Addresses } from '../rooms/addresses.ts';
import type { Gate } from '../rooms/gate.ts';
import type { Room } from '../rooms/room.ts';
import type { RoomSettings } from '../rooms/settings.ts';
import type { Sessions } from '../signin/sessions.ts';
import type { SignIns } from '../signin/sign-ins.ts';
import type { ApiParts } from './api/api-parts.ts';
import type { WebBuild } from './web/web-build.ts';

/** How it goes with the server. */
export interface Life {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly isStopping: boolean;
  /** When the certificate of the pages ends, in seconds since 1970; `null` where they have none. */
  readonly certificateEnds: number | null;
}

/** What the pages of a room are made from. */
export interface HttpParts extends ApiParts {
  readonly room: Room;
  readonly addresses: Addresses;
  /** The host name that others use, as configured: aliases are names below it. `null` where nobody said. */
  readonly publicHost: string | null;
  readonly settings: Pick<RoomSettings, 'mode' | 'listed' | 'language'>;
  readonly aliases: Pick<Aliases, 'resolve' | 'list'>;
  readonly invites: Pick<Invites, 'ofToken' | 'stateOf' | 'claim' | 'create'>;
  /** How often a caller who is not signed in may make an invite. */
  readonly visitorInvites: { allows(caller: string): boolean };
  readonly notices: Pick<Notices, 'list' | 'names' | 'shown'>;
  readonly crypto: Pick<CryptoBackend, 'sha256' | 'randomBytes'>;
  /** The page that browsers run; `null` where none was built, and pages do without. */
  readonly web: WebBuild | null;
  /** The features that `room.metadata` names. */
  readonly features: readonly string[];
  readonly life: Life;
  /** How many peers are in the room now. */
  readonly online: () => number;
  /** Whether somebody is in the room now. */
  readonly isOnline: (id: FeedId) => boolean;
  /** What whoever is signed in may do. */
  readonly gate: Pick<Gate, 'check' | 'may' | 'mayVisitor' | 'standingOf'>;
  readonly sessions: Sessions;
  readonly signIns: SignIns;
  /** Who sent a request (an address): wrong claim codes are counted for each. */
  readonly callerOf: (context: Context) => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of each error that is no refusal: a fault of ours. */
  readonly onFault: (error: unknown) => void;
}
