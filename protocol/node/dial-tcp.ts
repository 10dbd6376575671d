import { once } from 'node:events';
import { connect } from 'node:net';
import { TcpWire } from './tcp-wire.ts';

/**
 * Opens a TCP connection. Rejects with the system's error where nobody answers (of a name with several addresses,
 * that of the first), and with the signal's reason where it is aborted before somebody does.
 */
export async function dialTcp(host: string, port: number, signal?: AbortSignal): Promise<TcpWire> {
  signal?.throwIfAborted();
  const socket = connect({ host, port, noDelay: true });
  try {
    await once(socket, 'connect', signal === undefined ? {} : { signal });
  } catch (error) {
    socket.destroy();
    if (signal?.aborted) throw signal.reason;
    // The error of several addresses together says nothing by itself.
    throw error instanceof AggregateError ? error.errors[0] : error;
  }
  return new TcpWire(socket);
}
