import { readFileSync } from 'node:fs';
import { isIPv6, type Socket } from 'node:net';
import { endianness } from 'node:os';
import { type Clock, ipv6Groups } from '@open-rooms/protocol';

/** The tables are read again at the earliest after this: they have a line for each socket of the machine. */
const TABLES_FRESH_MS = 1_000;

/** Both ends of a socket with something unacknowledged, and how much: `local remote state queue:`, in hexadecimal. */
const BUSY_LINE = /: ([0-9A-F:]+ [0-9A-F:]+) [0-9A-F]{2} (?!00000000:)([0-9A-F]{8}):/g;

/** The addresses of a socket's two ends. */
export type SocketEnds = Pick<Socket, 'localAddress' | 'localPort' | 'remoteAddress' | 'remotePort'>;

/**
 * What the kernel still holds of what was written to a socket. It takes megabytes at once and then nothing for
 * long, so that only this tells a slow reader from one that stands still.
 */
export class KernelQueues {
  readonly #clock: Clock;
  readonly #read: () => string;
  #queues = new Map<string, number>();
  #told = false;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, read: () => string = readTables) {
    this.#clock = clock;
    this.#read = read;
  }

  /** Bytes that the other end did not acknowledge yet; `undefined` where the system does not tell. */
  unsentBytes({ localAddress, localPort, remoteAddress, remotePort }: SocketEnds): number | undefined {
    if (!localAddress || !localPort || !remoteAddress || !remotePort) return undefined;
    this.#refresh();
    if (!this.#told) return undefined;
    return this.#queues.get(`${endOf(localAddress, localPort)} ${endOf(remoteAddress, remotePort)}`) ?? 0;
  }

  #refresh(): void {
    const now = this.#clock.now();
    if (now - this.#readAt < TABLES_FRESH_MS) return;
    this.#readAt = now;
    const text = this.#read();
    this.#told = text !== '';
    this.#queues = new Map();
    for (const [, ends = '', queue = ''] of text.matchAll(BUSY_LINE)) {
      this.#queues.set(ends, Number.parseInt(queue, 16));
    }
  }
}

/** Only Linux has these tables; they are in the machine's byte order, of which one is read. */
function readTables(): string {
  if (process.platform !== 'linux' || endianness() !== 'LE') return '';
  try {
    return ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFileSync(path, 'latin1')).join('');
  } catch {
    return '';
  }
}

/** An end as the tables write it: each four bytes of the address backwards, and the port. */
function endOf(address: string, port: number): string {
  const words = hexOf(address).match(/.{8}/g) ?? [];
  const backwards = words.map((word) => word.replace(/(..)(..)(..)(..)/, '$4$3$2$1'));
  return `${backwards.join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}

function hexOf(address: string): string {
  const parts = isIPv6(address) ? ipv6Groups(address) : [address];
  return parts.map((part) => (part.includes('.') ? hexOfIpv4(part) : part.padStart(4, '0'))).join('');
}

function hexOfIpv4(address: string): string {
  return address
    .split('.')
    .map((byte) => Number(byte).toString(16).padStart(2, '0'))
    .join('');
}
