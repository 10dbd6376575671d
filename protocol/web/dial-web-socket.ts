import { writeHostPort } from '../address/host.ts';
import type { SocketAddress } from '../address/peer-address.ts';
import type { Clock } from '../clock/clock.ts';
import { WebSocketWire } from './web-socket-wire.ts';

/** What of an address a WebSocket is opened to. */
export type WebSocketAddress = Pick<SocketAddress, 'host' | 'port'> & { readonly transport: 'ws' | 'wss' };

/**
 * Opens a WebSocket, in browsers and in Node alike. Rejects with a sentence where nobody answers (a browser tells no
 * more than that), and with the signal's reason where it is aborted.
 */
export async function dialWebSocket(
  to: string | WebSocketAddress,
  clock: Clock,
  signal?: AbortSignal,
): Promise<WebSocketWire> {
  signal?.throwIfAborted();
  const url = typeof to === 'string' ? to : `${to.transport}://${writeHostPort(to)}`;
  const socket = created(url);
  const { promise, resolve, reject } = Promise.withResolvers<WebSocketWire>();
  const abort = (): void => {
    reject(signal?.reason);
    socket.close();
  };
  signal?.addEventListener('abort', abort);
  // The wire is made in the event's own turn: a message may come in the next.
  socket.addEventListener('open', () => resolve(new WebSocketWire(socket, clock)), { once: true });
  socket.addEventListener('close', () => reject(unanswered(url)), { once: true });
  try {
    return await promise;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function created(url: string): WebSocket {
  try {
    return new WebSocket(url);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Cannot open a WebSocket to "${url}": ${why}. It takes ws://host:port, and from a page over https only ` +
        'wss://host:port.',
      { cause: error },
    );
  }
}

function unanswered(url: string): Error {
  const untrusted = url.startsWith('wss:') ? ', or with a certificate that is not trusted here' : '';
  return new Error(
    `Cannot open a WebSocket to "${url}": nobody answers there, or not as a WebSocket does${untrusted}. Check the ` +
      'host and the port, and whether the room is up.',
  );
}
