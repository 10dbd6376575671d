import { ConnectionEnded, type FeedId, RemoteError } from '@open-rooms/protocol';
import { answered } from './answered.ts';
import { type DialParts, dialRoom } from './dial-room.ts';
import type { FoundRoom } from './find-room.ts';
import { JoinError } from './join-error.ts';
import type { RoomConnection } from './room-connection.ts';

/**
 * Spends a use of an invite for `feed`: connects with the key of its seed, which nobody else has. A room that keeps this
 * key out may have let `feed` in by it before: that shows when one comes in oneself.
 * @throws JoinError
 */
export async function spendInvite(
  { addresses }: FoundRoom,
  seed: Uint8Array,
  feed: FeedId,
  parts: DialParts,
  signal: AbortSignal,
): Promise<void> {
  const keys = parts.runtime.crypto.signKeyPair(seed);
  try {
    const { connection } = await dialRoom(addresses, { ...parts, keys }, signal);
    await use(connection, feed, parts, signal);
  } catch (error) {
    if (!isKeptOut(error)) throw error;
  }
}

/** Rooms keep a key out at the end of the handshake, or right after it, and never say why. */
function isKeptOut(error: unknown): boolean {
  if (!(error instanceof JoinError)) return false;
  return error.fault === 'wrong-key' || error.cause instanceof ConnectionEnded;
}

async function use(
  connection: RoomConnection,
  feed: FeedId,
  { runtime: { clock } }: DialParts,
  signal: AbortSignal,
): Promise<void> {
  const silence = 'The room does not say whether it takes the invite. Try it again.';
  try {
    await answered({ clock, signal, silence }, () => connection.remote['invite.use']({ feed }));
  } catch (cause) {
    if (!(cause instanceof RemoteError)) throw cause;
    throw new JoinError('bad-invite', `The room does not take this invite: ${cause.message}`, { cause });
  } finally {
    connection.close();
  }
}
