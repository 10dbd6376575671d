import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { generateKeyPair } from '@open-rooms/protocol';
import { sodium, systemClock, TcpWire } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { FakeRoom } from '../../../client/testing/fake-room.ts';

/** A room on loopback, in this process, whose answers the test may make lies. */
export interface LyingRoom extends AsyncDisposable {
  readonly id: string;
  readonly address: string;
  readonly room: FakeRoom;
}

export async function startLyingRoom(): Promise<LyingRoom> {
  const keys = generateKeyPair(sodium);
  const room = new FakeRoom({ crypto: sodium, clock: systemClock, networkKey: NETWORK_KEY, keys });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
    room.take(new TcpWire(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    id: room.id,
    address: `net:127.0.0.1:${port}~shs:${room.id.slice(1, -'.ed25519'.length)}`,
    room,
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
