import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { answerBinding, type Clock, isBindingRequest, TokenBucket } from '@open-rooms/protocol';
import type { Metrics } from '../observe/metrics.ts';
import type { AddressLimits } from './address-limits.ts';
import { siteOf, unmapped } from './ip-address.ts';
import { ipBytes } from './ip-bytes.ts';
import { Paces } from './paces.ts';

/**
 * Requests of all addresses together. One costs a twentieth of a millisecond, most of it the system's: whoever floods the
 * port from many addresses, or in their name, has a tenth of a core.
 */
const MAX_STUN_PER_SECOND = 2_000;
const MAX_STUN_AT_ONCE = 10_000;

/** Answers that the system has not taken yet; beyond them requests are dropped, as networks drop them. */
const STUN_QUEUE_MAX_BYTES = 64 * 1024;

export interface StunOptions {
  /** 0 takes any free one. */
  readonly port: number;
  /** Name or address to listen on; `undefined` is all interfaces. */
  readonly host: string | undefined;
  readonly clock: Clock;
  readonly limits: AddressLimits;
  readonly counts: Metrics['stun'];
  /** A request was dropped: too many came. */
  readonly onDrop: () => void;
}

/** An open STUN port. */
export interface StunServer extends AsyncDisposable {
  readonly port: number;
}

/** Answers STUN Binding requests over UDP (spec/paths.md). Rejects with what the system says where it cannot listen. */
export async function listenStun(options: StunOptions): Promise<StunServer> {
  const socket = await bind(options.port, options.host);
  const answers = new StunAnswers(options);
  socket.on('message', (bytes, from) => {
    const answer = answers.to(bytes, from, socket.getSendQueueSize());
    // Where it cannot be sent the network is at fault; whoever asked asks again.
    if (answer !== undefined) socket.send(answer, from.port, from.address, () => undefined);
  });
  // What the system says of datagrams that came back concerns nobody here.
  socket.on('error', () => undefined);
  return {
    port: socket.address().port,
    [Symbol.asyncDispose]: async () => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

/** Who is answered, and what. */
class StunAnswers {
  readonly #options: StunOptions;
  readonly #paces: Paces;
  readonly #sites: Paces;
  readonly #all: TokenBucket;

  constructor(options: StunOptions) {
    const { limits, clock } = options;
    this.#options = options;
    this.#paces = new Paces(limits.stunPerAddressSecond, limits.stunPerAddressBurst, clock);
    this.#sites = new Paces(limits.stunPerSiteSecond, limits.stunPerSiteBurst, clock, siteOf);
    this.#all = new TokenBucket(MAX_STUN_PER_SECOND, MAX_STUN_AT_ONCE);
  }

  to(bytes: Uint8Array, { address, port }: RemoteInfo, queuedBytes: number): Uint8Array | undefined {
    const { counts, onDrop } = this.#options;
    // What is none costs nothing, and must not use up what others may ask.
    if (!isBindingRequest(bytes)) {
      counts.ignored++;
      return undefined;
    }
    if (queuedBytes > STUN_QUEUE_MAX_BYTES || !this.#mayAsk(address)) {
      onDrop();
      return undefined;
    }
    const ip = ipBytes(unmapped(address));
    // Nobody can be answered on port 0.
    const answer = ip === undefined || port === 0 ? undefined : answerBinding(bytes, { ip, port });
    counts[answer === undefined ? 'ignored' : 'answered']++;
    return answer;
  }

  #mayAsk(address: string): boolean {
    const now = this.#options.clock.now();
    if (this.#all.delay(now) > 0 || !this.#paces.allows(address) || !this.#sites.allows(address))
      return false;
    this.#all.take(now);
    return true;
  }
}

/** All interfaces are both kinds of IP on one socket, as with TCP; IPv4 alone where the machine has no IPv6. */
async function bind(port: number, host: string | undefined): Promise<Socket> {
  if (host !== undefined) {
    const { address, family } = isIP(host) ? { address: host, family: isIP(host) } : await lookup(host);
    return bound(family === 6 ? 'udp6' : 'udp4', port, address);
  }
  try {
    return await bound('udp6', port, '::');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && NO_IPV6.includes(String(error.code)))) throw error;
    return bound('udp4', port, '0.0.0.0');
  }
}

const NO_IPV6 = ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'];

async function bound(type: 'udp4' | 'udp6', port: number, address: string): Promise<Socket> {
  const socket = createSocket(type);
  try {
    await once(socket.bind({ port, address }), 'listening');
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}
