import type { FeedId, ShareId } from '@open-rooms/protocol';
import type { Room } from '../connection/room.ts';

/** What is known of a share without watching it. */
export interface SharedHere {
  readonly id: ShareId;
  /** Who shares it. */
  readonly by: FeedId;
  readonly room: Room;
  /** When it was announced first, by the sharer's clock: milliseconds since 1970. */
  readonly since: number;
  readonly isOwn: boolean;
}
