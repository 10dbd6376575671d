import {
  ConnectionEnded,
  type Remote,
  RemoteError,
  type RoomContract,
  type ShareId,
  type SignedAnnouncement,
} from '@open-rooms/protocol';
import { isMissingMethod } from '../connection/enter-room.ts';
import { ShareError } from './share-error.ts';

/**
 * Tells a room that something is shared there.
 * @throws ShareError `no-stage` where it knows no shares, `refused` with its sentence, `room-away`
 */
export async function announce(
  remote: Pick<Remote<RoomContract>, 'room.share'>,
  signed: SignedAnnouncement,
): Promise<void> {
  try {
    await remote['room.share'](signed);
  } catch (cause) {
    throw shareErrorOf(cause);
  }
}

function shareErrorOf(cause: unknown): unknown {
  if (cause instanceof ConnectionEnded) {
    const sentence = 'Cannot share now: the connection to the room was lost. Try again when it is back.';
    return new ShareError('room-away', sentence, { cause });
  }
  if (!(cause instanceof RemoteError)) return cause;
  if (isMissingMethod(cause)) {
    const sentence =
      'This room cannot tell others that you share: its server is older, or of another kind. Ask its owner to upgrade, or share in another room.';
    return new ShareError('no-stage', sentence, { cause });
  }
  return new ShareError('refused', `The room does not let you share: ${cause.message}`, { cause });
}

/** Tells it that this is over. A room that is away has forgotten it already. */
export async function unannounce(
  remote: Pick<Remote<RoomContract>, 'room.unshare'> | undefined,
  share: ShareId,
): Promise<void> {
  try {
    await remote?.['room.unshare'](share);
  } catch (error) {
    if (!(error instanceof RemoteError || error instanceof ConnectionEnded)) throw error;
  }
}
