import { createServer, type Server } from 'node:net';
import { systemClock, TcpWire } from '@open-rooms/protocol/node';
import { KernelQueues } from './kernel-queue.ts';
import type { Peers } from './peers.ts';

/** Connections that wait in the kernel for us to accept them, when many arrive at once. */
const BACKLOG = 1_024;

/** Listens for SSB peers over TCP and answers with the port. */
export function listenTcp(peers: Peers, port: number, host: string | undefined): Promise<Server> {
  const queues = new KernelQueues(systemClock);
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    // A socket that is gone before it was accepted has no address, and nobody behind it.
    const address = socket.remoteAddress;
    if (address === undefined) socket.destroy();
    else peers.arrive(new TcpWire(socket), 'tcp', { address, unsentBytes: () => queues.unsentBytes(socket) });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}
