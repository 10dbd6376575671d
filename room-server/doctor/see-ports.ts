import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Config } from '../config/config.ts';
import { flagOf, SETTINGS } from '../config/settings.ts';
import type { PortFacts } from './judge-room.ts';

const PORTS = ['port', 'httpPort', 'whoisPort', 'metricsPort', 'stunPort', 'acmeHttpPort'] as const;

const LOOPBACK = '127.0.0.1';

/** Whether a room with these settings could open its ports: each is opened for a moment. */
export async function seePorts(config: Config): Promise<PortFacts[]> {
  const seen: PortFacts[] = [];
  for (const key of PORTS) {
    const port = config[key];
    // 0 is any free one.
    if (port === 'off' || port === 0 || (key === 'acmeHttpPort' && config.domain === null)) continue;
    const transport = key === 'stunPort' ? 'UDP' : 'TCP';
    const host = key === 'metricsPort' ? LOOPBACK : (config.host ?? undefined);
    const state = await (transport === 'UDP' ? tryUdp(port, host) : tryTcp(port, host));
    // Plain HTTP beside https, and STUN where nobody asked for another port: a room starts without them.
    const isStun = key === 'stunPort' && port === SETTINGS.stunPort.fallback;
    const isOptional = key === 'acmeHttpPort' || isStun;
    seen.push({ port, flag: flagOf(key), transport, state, isOptional, host: config.host });
  }
  return seen;
}

async function tryTcp(port: number, host: string | undefined): Promise<PortFacts['state']> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return 'free';
  } catch (error) {
    return stateOf(error);
  } finally {
    server.close();
  }
}

/** All interfaces are both kinds of IP on one socket; IPv4 alone where the machine has no IPv6. */
async function tryUdp(port: number, host: string | undefined): Promise<PortFacts['state']> {
  if (host !== undefined) return bindUdp(host.includes(':') ? 'udp6' : 'udp4', port, host);
  const state = await bindUdp('udp6', port, '::');
  return state === 'unknown' || state === 'no-address' ? bindUdp('udp4', port, '0.0.0.0') : state;
}

async function bindUdp(type: 'udp4' | 'udp6', port: number, address: string): Promise<PortFacts['state']> {
  const socket = createSocket(type);
  try {
    socket.bind({ port, address });
    await once(socket, 'listening');
    return 'free';
  } catch (error) {
    return stateOf(error);
  } finally {
    socket.close();
  }
}

function stateOf(error: unknown): PortFacts['state'] {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return 'in-use';
    case 'EACCES':
      return 'refused';
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'no-address';
    default:
      return 'unknown';
  }
}
