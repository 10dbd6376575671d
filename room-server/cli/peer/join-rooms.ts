import type { Client, Room } from '@open-rooms/client';
import { isSocketAddress, readAddresses, readHostPort } from '@open-rooms/protocol';
import { StartError } from '../../running-server.ts';
import { refusedAlias, registerAlias } from '../alias/register.ts';
import type { Tell } from './events.ts';

/** Where a peer goes. */
export interface JoinWish {
  /** An invite, host name, address or alias; without it all rooms in which the profile has been. */
  readonly where?: string | undefined;
  /** An alias to register there. */
  readonly alias?: string | undefined;
}

/**
 * Joins the room that was named, and registers the alias there; without a name keeps all known rooms, whether they
 * are there now or not. Answers the room that was named.
 * @throws JoinError; StartError where there is no room to go to
 */
export async function joinRooms(
  client: Client,
  { where, alias }: JoinWish,
  { tell, signal }: { readonly tell: Tell; readonly signal: AbortSignal },
): Promise<Room | undefined> {
  if (where === undefined) {
    keepKnownRooms(client);
    return undefined;
  }
  const room = await client.join(where, { signal });
  if (alias !== undefined) await register(client, room, alias, tell);
  return room;
}

function keepKnownRooms(client: Client): void {
  const known = client.knownRooms.list();
  if (known.length === 0) {
    const sentence =
      'Cannot join a room: this profile has been in none yet. Name one, as in "open-rooms peer room.example".';
    throw new StartError('bad-usage', sentence);
  }
  for (const { id, addresses, hosts } of known) {
    const [host] = hosts;
    const place = host === undefined ? {} : { place: readHostPort(host) };
    client.keep({ id, addresses: readAddresses(addresses).filter(isSocketAddress), ...place });
  }
}

/** An alias that is somebody else's is no reason to stay away. */
async function register(client: Client, room: Room, alias: string, tell: Tell): Promise<void> {
  try {
    tell({ event: 'alias', room: room.id, ...(await registerAlias(client, room, alias)) });
  } catch (error) {
    const refusal = refusedAlias(error);
    if (refusal === undefined) throw error;
    tell({ event: 'alias-refused', room: room.id, alias, sentence: refusal.message });
  }
}
