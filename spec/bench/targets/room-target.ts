import {
  type FeedId,
  isSocketAddress,
  publicKeyOf,
  readAddresses,
  writeAddresses,
} from '@open-rooms/protocol';

/** A room server in a process of its own. */
export interface RoomTarget {
  readonly id: FeedId;
  /** The public key of {@link RoomTarget.id}. */
  readonly key: Uint8Array;
  readonly host: string;
  readonly port: number;
  /** Where pages reach it; `undefined` where they do not. */
  readonly webAddress: string | undefined;
  /** The process whose CPU time counts. */
  readonly pid: number;
}

/** The target behind a multiserver address over TCP. */
export function roomTarget(address: string, pid: number): RoomTarget {
  const all = readAddresses(address).filter(isSocketAddress);
  const found = all.find(({ transport }) => transport === 'net');
  const web = all.find(({ transport }) => transport === 'ws');
  const key = found && publicKeyOf(found.key);
  if (found === undefined || key === undefined)
    throw new Error(`Cannot bench the room at "${address}": it has no TCP address.`);
  const webAddress = web && writeAddresses([web]);
  return { id: found.key, key, host: found.host, port: found.port, webAddress, pid };
}
