import { once } from 'node:events';
import { connect } from 'node:net';
import { TcpWire } from './tcp-wire.ts';

/** Opens a TCP connection. Rejects with the system's error where nobody answers. */
export async function dialTcp(host: string, port: number): Promise<TcpWire> {
  const socket = connect({ host, port, noDelay: true });
  await once(socket, 'connect');
  return new TcpWire(socket);
}
