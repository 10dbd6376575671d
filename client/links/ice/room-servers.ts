import { type IceServer, type IceUrl, readIceUrl } from '@open-rooms/protocol';
import { type Nearness, nearnessOf } from '../../connection/nearness.ts';
import type { RtcServer } from '../rtc/rtc.ts';

/** Servers of all rooms together: browsers ask each of them for every link. */
export const MAX_ICE_SERVERS = 6;

/** Addresses of one server that are used: one over UDP, and one for who has none. */
const MAX_URLS_PER_SERVER = 2;

/** Below it are the ports of other services of a machine, which would be sent what they do not expect. */
const SERVICE_PORT_MAX = 1023;

/** Those that relays listen on where networks let nothing else through. */
const OPEN_PORTS: readonly number[] = [53, 80, 443];

const NEAREST_FIRST: readonly Nearness[] = ['machine', 'network', 'anywhere'];

/**
 * What is used of the servers that a room names: none that is nearer than the room itself, which would aim everybody in
 * it at their own machines and networks, and no port of another service.
 *
 * @param room the host that the room was reached at
 */
export function serversFrom(room: string, servers: readonly IceServer[]): IceServer[] {
  const nearest = NEAREST_FIRST.indexOf(nearnessOf(room));
  const isFarEnough = ({ host }: IceUrl) => NEAREST_FIRST.indexOf(nearnessOf(host)) >= nearest;
  const isOpen = ({ port }: IceUrl) => port > SERVICE_PORT_MAX || OPEN_PORTS.includes(port);
  return servers.flatMap((server) => {
    const urls = server.urls.filter((text) => {
      const url = readIceUrl(text);
      return url !== undefined && isFarEnough(url) && isOpen(url);
    });
    return urls.length === 0 ? [] : [{ ...server, urls: fewOf(urls) }];
  });
}

/** One server of each room in turn, so that none pushes out another's; each but once. */
export function inTurn(rooms: readonly (readonly RtcServer[])[]): RtcServer[] {
  const longest = Math.max(0, ...rooms.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, turn) =>
    rooms.flatMap((servers) => servers.slice(turn, turn + 1)),
  );
  // Credentials are part of it: a room must not push out another's by naming its server with wrong ones.
  const keyOf = ({ urls, username, credential }: RtcServer) => JSON.stringify([urls, username, credential]);
  const chosen = new Map(turns.flat().map((server) => [keyOf(server), server]));
  return [...chosen.values()].slice(0, MAX_ICE_SERVERS);
}

/** The first, and the first of another transport, else the one after it. */
function fewOf(urls: readonly string[]): string[] {
  const [first, ...others] = urls;
  if (first === undefined) return [];
  const transport = readIceUrl(first)?.transport;
  const rest = [...others.filter((url) => readIceUrl(url)?.transport !== transport), ...others];
  return [first, ...rest].slice(0, MAX_URLS_PER_SERVER);
}
