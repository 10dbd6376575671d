import { once } from 'node:events';
import { chmod, unlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import {
  type Clock,
  Connection,
  type CryptoBackend,
  type Handlers,
  PlainChannel,
  SERVER_LIMITS,
  serve,
} from '@open-rooms/protocol';
import { TcpWire } from '@open-rooms/protocol/node';
import { type ControlContract, controlContract } from './contract.ts';

export interface ControlOptions {
  /** Path of the local socket, or name of the pipe. */
  readonly path: string;
  readonly handlers: Handlers<ControlContract, undefined>;
  readonly clock: Clock;
  readonly crypto: CryptoBackend;
  readonly onFault: (error: unknown, method: string) => void;
}

const ONLY_OWNER = 0o600;

/**
 * Answers the command line on a local socket: muxrpc without encryption, since the file's permissions say who may.
 * A socket that is left over from a process that was killed is replaced: the lock on the data directory proves
 * that it has no owner.
 */
export async function serveControl(options: ControlOptions): Promise<AsyncDisposable> {
  const { path, handlers, clock, crypto, onFault } = options;
  const isPipe = path.startsWith('\\\\');
  const answer = serve(controlContract, handlers, { gate: () => undefined, onFault });
  const connections = new Set<Connection>();
  const server = createServer((socket) => {
    const wire = new TcpWire(socket);
    const connection: Connection = new Connection(wire, {
      channel: new PlainChannel(),
      limits: SERVER_LIMITS,
      clock,
      allocate: crypto.allocate,
      events: {
        onOpen: () => undefined,
        onRequest: (stream, request) => answer(undefined, stream, request),
        onClosed: () => connections.delete(connection),
      },
    });
    connections.add(connection);
    wire.attach(connection);
  });
  if (!isPipe) await unlink(path).catch(() => undefined);
  await listen(server, path);
  if (!isPipe) await chmod(path, ONLY_OWNER);
  return {
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const connection of connections) connection.close();
      await closed;
    },
  };
}

async function listen(server: Server, path: string): Promise<void> {
  server.listen(path);
  await once(server, 'listening');
}
