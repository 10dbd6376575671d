import { type FeedId, RemoteError } from '@open-rooms/protocol';
import { answered } from './answered.ts';
import { type DialParts, dialRoom } from './dial-room.ts';
import type { FoundRoom } from './find-room.ts';
import { JoinError } from './join-error.ts';

/**
 * Spends a use of an invite for `feed`: connects with the key of its seed, which nobody else has.
 * @throws JoinError
 */
export async function spendInvite(
  { addresses }: FoundRoom,
  seed: Uint8Array,
  feed: FeedId,
  parts: DialParts,
  signal: AbortSignal,
): Promise<void> {
  const { crypto, clock } = parts.runtime;
  const keys = crypto.signKeyPair(seed);
  const { connection } = await dialRoom(addresses, { ...parts, keys }, signal);
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
