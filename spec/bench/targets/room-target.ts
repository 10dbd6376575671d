import { type FeedId, isSocketAddress, publicKeyOf, readAddresses } from '@open-rooms/protocol';

/** A room server in a process of its own. */
export interface RoomTarget {
  readonly id: FeedId;
  /** The public key of {@link RoomTarget.id}. */
  readonly key: Uint8Array;
  readonly host: string;
  readonly port: number;
  /** The process whose CPU time counts. */
  readonly pid: number;
}

/** The target behind a multiserver address over TCP. */
export function roomTarget(address: string, pid: number): RoomTarget {
  const found = readAddresses(address)
    .filter(isSocketAddress)
    .find(({ transport }) => transport === 'net');
  const key = found && publicKeyOf(found.key);
  if (found === undefined || key === undefined)
    throw new Error(`Cannot bench the room at "${address}": it has no TCP address.`);
  return { id: found.key, key, host: found.host, port: found.port, pid };
}
