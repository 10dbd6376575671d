import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const HOST = '127.0.0.1';

/** A network of datagrams on loopback between clients and one server, as a NAT is one, that can be made to carry nothing. */
export class UdpProxy implements Disposable {
  readonly port: number;
  readonly #door: Socket;
  readonly #target: number;
  /** The socket by which each client is known to the server, by the client's port. */
  readonly #clients = new Map<number, Socket>();
  /** Whether all packets are lost, both ways. */
  isBlocked = false;
  /** Whether the next packet is lost; asked for each, both ways. */
  isLost: () => boolean = () => false;
  /** For how long each packet is on its way through here, in milliseconds. */
  delayMs = 0;

  #isOver = false;

  private constructor(door: Socket, target: number) {
    this.port = door.address().port;
    this.#door = door;
    this.#target = target;
    door.on('message', (packet, { port }) => {
      this.#carry(() => this.#clientAt(port).send(packet, this.#target, HOST));
    });
  }

  /** Stands before what listens at that port of loopback. */
  static async start(port: number): Promise<UdpProxy> {
    const door = createSocket('udp4').bind(0, HOST);
    await once(door, 'listening');
    return new UdpProxy(door, port);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    for (const socket of [this.#door, ...this.#clients.values()]) socket.close();
  }

  #carry(send: () => void): void {
    if (this.isBlocked || this.isLost()) return;
    if (this.delayMs === 0) send();
    else setTimeout(() => this.#isOver || send(), this.delayMs);
  }

  #clientAt(port: number): Socket {
    const known = this.#clients.get(port);
    if (known !== undefined) return known;
    const socket = createSocket('udp4');
    socket.on('message', (packet) => {
      this.#carry(() => this.#door.send(packet, port, HOST));
    });
    // A server that is not there is a network that carries nothing.
    socket.on('error', () => undefined);
    this.#clients.set(port, socket);
    return socket;
  }
}
