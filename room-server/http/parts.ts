import type { CryptoBackend } from '@open-rooms/protocol';
import type { Context } from 'hono';
import type { Addresses } from '../rooms/addresses.ts';
import type { Room } from '../rooms/room.ts';
import type { WebBuild } from './web/web-build.ts';

/** What the pages of a room are made from. */
export interface HttpParts {
  readonly room: Room;
  readonly addresses: Addresses;
  readonly crypto: Pick<CryptoBackend, 'sha256'>;
  /** The page that browsers run; `null` where none was built, and pages do without. */
  readonly web: WebBuild | null;
  /** The features that `room.metadata` names. */
  readonly features: readonly string[];
  /** How many peers are in the room now. */
  readonly online: () => number;
  /** Who sent a request (an address): wrong claim codes are counted for each. */
  readonly callerOf: (context: Context) => string;
  /** Told of each error that is no refusal: a fault of ours. */
  readonly onFault: (error: unknown) => void;
}
