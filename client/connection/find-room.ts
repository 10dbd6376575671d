import {
  type AliasAddress,
  type ConsumeAliasUri,
  type FeedId,
  type HostPort,
  type SocketAddress,
  writeHostPort,
} from '@open-rooms/protocol';
import { claimInvite, openJoinPage } from './claim-invite.ts';
import { type Destination, dialable } from './destination.ts';
import { JoinError } from './join-error.ts';
import type { Runtime } from './runtime.ts';
import { askAbout, type ToldRoom } from './whois.ts';

/** A room that was found, and what was asked of it besides. */
export interface FoundRoom {
  readonly id: FeedId;
  /** Of one key, as the room or the invite gave them. */
  readonly addresses: readonly SocketAddress[];
  /** The host that named it: asked again where the addresses do not lead to it any more. */
  readonly place?: HostPort;
  /** What that host says of it besides, unproven. */
  readonly told?: ToldRoom;
  /** The seed of an invite to spend. */
  readonly seed?: Uint8Array;
  /** Whose alias was asked for. */
  readonly label?: string;
  /** The alias comes with its owner's word: who that is need not be asked. */
  readonly resolved?: ConsumeAliasUri;
}

/**
 * Finds the room of a destination: asks `/whois`, opens a join page, or reads what the text says itself.
 * @param id who spends an invite
 * @throws JoinError
 */
export async function findRoom(
  destination: Destination,
  id: FeedId,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<FoundRoom> {
  switch (destination.kind) {
    case 'addresses':
      return found(destination.addresses, destination.seed === undefined ? {} : { seed: destination.seed });
    case 'host':
      return findHost(destination.place, destination.maybe, runtime, signal);
    case 'alias':
      return findAlias(destination.alias, runtime, signal);
    case 'link': {
      const claim = await openJoinPage(destination.link.url, runtime, signal);
      return found(await claimInvite(claim, id, runtime, signal), {});
    }
    case 'claim':
      return found(await claimInvite(destination, id, runtime, signal), {});
  }
}

/** `bob.room.example` is looked up as a host first; where there is no room, it is Bob's alias at `room.example`. */
async function findHost(
  place: HostPort,
  maybe: AliasAddress | undefined,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<FoundRoom> {
  try {
    return foundAt(place, await askAbout(place, runtime, signal));
  } catch (asHost) {
    if (maybe === undefined || !(asHost instanceof JoinError)) throw asHost;
    try {
      return await findAlias(maybe, runtime, signal);
    } catch (asAlias) {
      if (!(asAlias instanceof JoinError)) throw asAlias;
      const text = writeHostPort(place);
      throw new JoinError(
        asHost.fault,
        `${asHost.message} Nor is ${text} an alias at ${writeHostPort(maybe)}: ${asAlias.message}`,
        { cause: asAlias },
      );
    }
  }
}

async function findAlias(alias: AliasAddress, runtime: Runtime, signal: AbortSignal): Promise<FoundRoom> {
  const { label, host, port, resolved } = alias;
  if (resolved !== undefined) return found(dialable(resolved.addresses), { label, resolved });
  const place = port === undefined ? { host } : { host, port };
  return { ...foundAt(place, await askAbout(place, runtime, signal)), label };
}

function foundAt(place: HostPort, told: ToldRoom): FoundRoom {
  const saysMore = told.name !== '' || told.description !== '' || told.online !== undefined;
  return found(told.addresses, saysMore ? { place, told } : { place });
}

function found(addresses: readonly SocketAddress[], more: Partial<FoundRoom>): FoundRoom {
  const [first] = addresses;
  if (first === undefined) throw new JoinError('unreadable', 'Cannot dial that address: it names no host.');
  return { ...more, id: first.key, addresses };
}
