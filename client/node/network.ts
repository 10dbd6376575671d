import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import {
  bindingRequest,
  readBindingAnswer,
  TRANSACTION_ID_BYTES,
  type TransportAddress,
  writeHostPort,
} from '@open-rooms/protocol';
import type { MappedAddress, NetworkProbe, UdpPort } from '../check/network-probe.ts';
import { nodeRuntime } from './runtime.ts';

/** UDP loses datagrams: a question without an answer is asked again after this (RFC 8489 §6.2.1). */
const STUN_AGAIN_MS = 500;

const IPV4_BYTES = 4;

/** The network of this machine, to be tried out by a check. */
export const nodeNetwork: NetworkProbe = {
  openUdp: () => new NodeUdpPort(),
  tryRelay: async (server, signal) => {
    const { tryRelay } = await import('../links/ice/try-relay.ts');
    return tryRelay(server, signal);
  },
};

type Family = 'udp4' | 'udp6';

/** One port for each kind of IP, opened when it is needed. */
class NodeUdpPort implements UdpPort {
  readonly #sockets = new Map<Family, Socket>();

  async askStun(host: string, port: number, signal: AbortSignal): Promise<MappedAddress> {
    const { address, family } = await lookup(host);
    signal.throwIfAborted();
    const socket = this.#socket(family === 6 ? 'udp6' : 'udp4');
    return mappedAddress(await ask(socket, { address, port }, signal), address);
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets.values()) socket.close();
    this.#sockets.clear();
  }

  #socket(family: Family): Socket {
    const known = this.#sockets.get(family);
    if (known !== undefined) return known;
    const socket = createSocket(family);
    // Whoever asks is told by the answers that do not come.
    socket.on('error', () => undefined);
    this.#sockets.set(family, socket);
    return socket;
  }
}

interface Place {
  readonly address: string;
  readonly port: number;
}

/** Several questions may be under way at one port: each has its own number. */
function ask(socket: Socket, { address, port }: Place, signal: AbortSignal): Promise<TransportAddress> {
  const id = randomBytes(TRANSACTION_ID_BYTES);
  const request = bindingRequest(id);
  return new Promise((resolve, reject) => {
    using asking = new DisposableStack();
    const send = () => {
      socket.send(request, port, address, (error) => error && done(() => reject(error)));
      again = nodeRuntime.clock.after(STUN_AGAIN_MS, send);
    };
    const onMessage = (bytes: Uint8Array) => {
      const mapped = readBindingAnswer(bytes, id);
      if (mapped !== undefined) done(() => resolve(mapped));
    };
    const onAbort = () => done(() => reject(signal.reason));
    let again: Disposable | undefined;
    asking.defer(() => again?.[Symbol.dispose]());
    asking.defer(() => socket.off('message', onMessage));
    asking.defer(() => signal.removeEventListener('abort', onAbort));
    const under = asking.move();
    const done = (settle: () => void) => {
      under.dispose();
      settle();
    };
    socket.on('message', onMessage);
    signal.addEventListener('abort', onAbort, { once: true });
    send();
  });
}

function mappedAddress({ ip, port }: TransportAddress, by: string): MappedAddress {
  const host = ip.length === IPV4_BYTES ? ip.join('.') : ipv6Text(ip);
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const isOwn = own.some(({ address }) => address === host);
  return { text: writeHostPort({ host, port }), isOwn, by };
}

/** The shortest spelling, as the system has it. */
function ipv6Text(ip: Uint8Array): string {
  const groups = Array.from({ length: ip.length / 2 }, (_, group) =>
    (((ip[2 * group] ?? 0) << 8) | (ip[2 * group + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
