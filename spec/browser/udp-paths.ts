import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import type { OpenPage } from './in-browser.ts';

/** One of two ends. */
export type Side = 0 | 1;

/** A way between two ends that knows neither before it sends: what comes at one door leaves by the other. */
class UdpPath {
  readonly #doors: readonly [Socket, Socket];
  readonly #senders: [{ port: number; address: string }?, { port: number; address: string }?] = [];
  isBlocked = false;

  private constructor(doors: readonly [Socket, Socket]) {
    this.#doors = doors;
    for (const side of [0, 1] as const) {
      doors[side].on('message', (packet, from) => {
        this.#senders[side] = from;
        const to = this.#senders[side === 0 ? 1 : 0];
        if (!this.isBlocked && to !== undefined) doors[side === 0 ? 1 : 0].send(packet, to.port, to.address);
      });
    }
  }

  static async open(host: string): Promise<UdpPath> {
    return new UdpPath([await bound(host), await bound(host)]);
  }

  /** Where this side has to send to. */
  portFor(side: Side): number {
    return this.#doors[side].address().port;
  }

  close(): void {
    for (const door of this.#doors) door.close();
  }
}

async function bound(host: string): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, host);
  await once(socket, 'listening');
  return socket;
}

/**
 * Ways between two WebRTC ends that a test can block, without rights on the machine: every candidate that is signalled
 * is replaced by an address of ours, so that each end knows the other by nothing else.
 */
export class UdpPaths implements Disposable {
  readonly #host: string;
  readonly #paths: UdpPath[] = [];

  private constructor(host: string) {
    this.#host = host;
  }

  static async open(): Promise<UdpPaths> {
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const outside = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
    const paths = new UdpPaths(outside?.address ?? '127.0.0.1');
    await paths.renew();
    return paths;
  }

  /** Candidates lead by another way from now on. */
  async renew(): Promise<void> {
    this.#paths.push(await UdpPath.open(this.#host));
  }

  /** No packet goes through by the ways there have been. */
  block(): void {
    for (const path of this.#paths) path.isBlocked = true;
  }

  /** Packets go through by all of them again. */
  allow(): void {
    for (const path of this.#paths) path.isBlocked = false;
  }

  /** What this side is told in place of a candidate of the other; `undefined` for one that is left out. */
  replaced(side: Side, candidate: string): string | undefined {
    const parts = candidate.split(' ');
    if (parts[2]?.toLowerCase() !== 'udp') return undefined;
    const port = this.#paths.at(-1)?.portFor(side);
    return [...parts.slice(0, 4), this.#host, String(port), 'typ', 'host', ...ufragOf(parts)].join(' ');
  }

  [Symbol.dispose](): void {
    for (const path of this.#paths) path.close();
  }
}

function ufragOf(parts: readonly string[]): string[] {
  const at = parts.indexOf('ufrag');
  return at < 0 ? [] : parts.slice(at, at + 2);
}

/** Puts what it is told to in place of each candidate that a page takes. */
const DETOUR = `
  const take = RTCPeerConnection.prototype.addIceCandidate;
  RTCPeerConnection.prototype.addIceCandidate = async function (given) {
    if (!given?.candidate) return take.call(this, given);
    const { sdpMid, sdpMLineIndex } = given;
    const candidate = await detour(given.candidate);
    if (candidate !== undefined) await take.call(this, { candidate, sdpMid, sdpMLineIndex });
  };
`;

/** Pages of one of both sides, whose connections know the other side by these ways alone, whoever signals them. */
export function detoured(open: OpenPage, paths: UdpPaths, side: Side): OpenPage {
  return async (options) => {
    const page = await open(options);
    await page.exposeFunction('detour', (candidate: string) => paths.replaced(side, candidate));
    await page.addInitScript(DETOUR);
    return page;
  };
}
