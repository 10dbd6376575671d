import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** How many ports behind one that is taken are tried: enough to pass a row of other rooms. */
const TRIED_MAX = 50;

const PORT_MAX = 65_535;

/** Whether a port speaks TCP or UDP. */
export type PortKind = 'tcp' | 'udp';

/** The first port behind `port` that is free now; `null` where none near it is. */
export async function nextFreePort(
  port: number,
  host: string | undefined,
  kind: PortKind,
): Promise<number | null> {
  const last = Math.min(port + TRIED_MAX, PORT_MAX);
  for (let next = port + 1; next <= last; next++) {
    if (await (kind === 'tcp' ? isFreeTcp(next, host) : isFreeUdp(next, host))) return next;
  }
  return null;
}

function isFreeTcp(port: number, host: string | undefined): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host }, () => server.close(() => resolve(true)));
  });
}

/** STUN listens to both families where no host is named. */
function isFreeUdp(port: number, host: string | undefined): Promise<boolean> {
  const socket = createSocket(host === undefined || host.includes(':') ? 'udp6' : 'udp4');
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind(port, host, () => socket.close(() => resolve(true)));
  });
}
