import type { FeedId, HostPort, SocketAddress } from '@open-rooms/protocol';
import { JoinError } from './join-error.ts';
import type { Runtime } from './runtime.ts';
import { askWhois } from './whois.ts';

/**
 * Where a room is now, as the host tells that named it before.
 * @param why what was wrong where the room was
 * @throws JoinError `why` where the host cannot say it, `other-key` where another room is there now
 */
export async function movedTo(
  place: HostPort,
  room: FeedId,
  why: JoinError,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<SocketAddress[]> {
  const addresses = await askWhois(place, runtime, signal).catch((error: unknown) => {
    throw error instanceof JoinError ? why : error;
  });
  if (addresses[0]?.key === room) return addresses;
  const sentence = `${place.host} is another room now (${addresses[0]?.key}). Ask its owner, and join it anew if that is right.`;
  throw new JoinError('other-key', sentence);
}
