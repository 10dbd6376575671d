import { type FeedId, isSocketAddress, readAddresses, readHostPort } from '@open-rooms/protocol';
import type { Client } from '../client.ts';
import type { Room } from '../connection/room.ts';

/**
 * Keeps a room in which this person has been, whether it can be reached now or not. `undefined` where it is not
 * remembered.
 */
export function keepKnownRoom(client: Client, id: FeedId): Room | undefined {
  const known = client.knownRooms.room(id);
  if (known === undefined) return undefined;
  const addresses = readAddresses(known.addresses).filter(isSocketAddress);
  const [host] = known.hosts;
  return client.keep({ id, addresses, ...(host !== undefined && { place: readHostPort(host) }) });
}
