import { once } from 'node:events';
import { createServer as createWebServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { feedIdOf, generateKeyPair, writeAddresses } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';

/** Something that listens on loopback and is no room. */
export interface Listening extends AsyncDisposable {
  /** `127.0.0.1:PORT`: a host that can be asked for its room. */
  readonly place: string;
  /** A multiserver address there, of a key that nobody has. */
  readonly address: string;
}

/** A web server. */
export function web(answer: RequestListener): Promise<Listening> {
  return listening(createWebServer(answer));
}

/** A program that does something with every connection. */
export function program(onConnection: (socket: Socket) => void): Promise<Listening> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  });
  return listening(server);
}

/** A port that was open a moment ago. */
export async function nobody(): Promise<Listening> {
  const gone = await program(() => undefined);
  await gone[Symbol.asyncDispose]();
  return gone;
}

async function listening(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const key = feedIdOf(generateKeyPair(sodium).publicKey);
  return {
    place: `127.0.0.1:${port}`,
    address: writeAddresses([{ transport: 'net', host: '127.0.0.1', port, key }]),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
