import {
  type Clock,
  ConnectionEnded,
  type FeedId,
  type IceServer,
  type Remote,
  RemoteError,
  type RoomContract,
  readIceUrl,
} from '@open-rooms/protocol';
import { within } from '../../connection/deadline.ts';
import type { RtcConfiguration, RtcServer } from '../rtc/rtc.ts';
import { inTurn, serversFrom } from './room-servers.ts';

/** Credentials are good for five minutes: those that are older than this are asked for again before they are used. */
export const ICE_FRESH_MS = 2 * 60_000;

/** A room that does not answer holds no link up for longer; what it said before is used meanwhile. */
export const ICE_ANSWER_MS = 2_000;

/** What a room said before is of use for so long where it is not there: from then on its credentials have expired. */
export const ICE_GOOD_MS = 4.5 * 60_000;

/** A room, as far as it names servers. */
export interface IceRoom {
  readonly id: FeedId;
  /** `undefined` while it is not connected. */
  readonly remote: Pick<Remote<RoomContract>, 'room.metadata'> | undefined;
  /** While it is connected, the one that it was reached at first. */
  readonly addresses: readonly { readonly host: string }[];
}

export interface RoomsIceParts {
  /** The rooms that are joined. */
  readonly rooms: () => readonly IceRoom[];
  readonly clock: Clock;
  /** Whether the person hides their address: then every path goes over a relay. */
  readonly isRelayedOnly: (() => boolean) | undefined;
}

interface Told {
  /** When it was asked last, whatever came of it. */
  readonly askedAt: number;
  /** When it named these. */
  readonly at: number;
  readonly servers: readonly IceServer[];
}

/**
 * How a connection finds its path (spec/paths.md): by the STUN and TURN servers that the joined rooms name, with
 * credentials that are good for some minutes more, and by no other server ever. Asked for before each connection.
 */
export function iceOfRooms(parts: RoomsIceParts): () => Promise<RtcConfiguration> {
  const asked = new Map<FeedId, Told>();
  return async () => {
    const rooms = parts.rooms();
    for (const id of asked.keys()) if (!rooms.some((room) => room.id === id)) asked.delete(id);
    const told = await Promise.all(rooms.map((room) => serversOf(room, asked, parts.clock)));
    const isRelayedOnly = parts.isRelayedOnly?.() ?? false;
    const iceServers = inTurn(
      told.map((servers) => servers.flatMap((server) => serverHere(server, isRelayedOnly))),
    );
    return isRelayedOnly ? { iceServers, iceTransportPolicy: 'relay' } : { iceServers };
  };
}

async function serversOf(
  room: IceRoom,
  asked: Map<FeedId, Told>,
  clock: Clock,
): Promise<readonly IceServer[]> {
  const before = asked.get(room.id);
  const from = clock.now();
  if (before !== undefined && from - before.askedAt < ICE_FRESH_MS) return usableOf(before, clock);
  const servers = await ask(room, clock);
  const told =
    servers === undefined
      ? { at: Number.NEGATIVE_INFINITY, servers: [], ...before, askedAt: from }
      : { at: from, servers, askedAt: from };
  // A room that does not answer holds up one connection, and not each.
  if (room.remote !== undefined) asked.set(room.id, told);
  return usableOf(told, clock);
}

/** What a room said, without the credentials that are over. */
function usableOf({ at, servers }: Told, clock: Clock): readonly IceServer[] {
  if (clock.now() - at <= ICE_GOOD_MS) return servers;
  return servers.filter(({ credential }) => credential === undefined);
}

/** What a room names now; `undefined` where it does not say. */
async function ask({ remote, addresses }: IceRoom, clock: Clock): Promise<readonly IceServer[] | undefined> {
  const [reachedAt] = addresses;
  if (remote === undefined || reachedAt === undefined) return undefined;
  const late = new Error('The room does not say in time which servers it names.');
  try {
    const deadline = { clock, ms: ICE_ANSWER_MS, error: () => late };
    const { ice = [] } = await within(deadline, () => remote['room.metadata']());
    return serversFrom(reachedAt.host, ice);
  } catch (error) {
    // A room of the first generation has no such method, and names no servers.
    if (error === late || error instanceof RemoteError || error instanceof ConnectionEnded) return undefined;
    throw error;
  }
}

/** A server as connections take it. Who hides their address shows it to no STUN server. */
function serverHere({ urls, username, credential }: IceServer, isRelayedOnly: boolean): RtcServer[] {
  const used = isRelayedOnly ? urls.filter((url) => readIceUrl(url)?.scheme !== 'stun') : urls;
  if (used.length === 0) return [];
  const words = username === undefined || credential === undefined ? {} : { username, credential };
  return [{ urls: [...used], ...words }];
}
