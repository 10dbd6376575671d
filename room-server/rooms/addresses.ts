import {
  type FeedId,
  Refused,
  type SocketAddress,
  writeAddresses,
  writeHostPort,
} from '@open-rooms/protocol';
import { isLoopback, isWildcard, readRequestHost } from './host.ts';

/** What decides which addresses a room hands out. */
export interface AddressParts {
  readonly id: FeedId;
  /** The host that others use, as configured; `null` where nobody said. */
  readonly publicHost: string | null;
  /** The address listened on; `null` is all interfaces. */
  readonly boundTo: string | null;
  /** An address or name of this machine that others on its network can use. */
  readonly ownHost: () => string | undefined;
  /** The ports of muxrpc over TCP and of HTTP, asked for each time: they are known once both listen. */
  readonly ports: () => { readonly net: number; readonly http: number };
  /** Whether the HTTP port speaks TLS. */
  readonly https: boolean;
  /** Where browsers reach the room, as configured: behind a proxy that is elsewhere than our own port. */
  readonly publicWeb?: PublicWeb | null;
}

/** Where browsers reach a room through a proxy. */
export interface PublicWeb {
  readonly secure: boolean;
  /** Host name or IP address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Where a room is reached. */
export interface RoomAddresses {
  /** Host name or IP address, without brackets. */
  readonly host: string;
  /** TCP: the address that every SSB app can use. */
  readonly net: SocketAddress;
  /** WebSocket, on the port of the pages. */
  readonly ws: SocketAddress;
}

/** Which addresses a room hands out, to a visitor and to the terminal it was started on. */
export class Addresses {
  readonly #parts: AddressParts;

  constructor(parts: AddressParts) {
    this.#parts = parts;
  }

  /**
   * The addresses for someone who reached the room by the host of a request. A configured host wins; forwarded
   * headers never count, since anyone can send them.
   * @param hostHeader the request's `Host` header, if it had one
   * @throws Refused `bad-argument` where the header names no host that can be connected to
   */
  forRequest(hostHeader: string | undefined): RoomAddresses {
    if (this.#parts.publicHost !== null || hostHeader === undefined) return this.atStart();
    return this.#at(readRequestHost(hostHeader));
  }

  /** The addresses for a peer that is connected, by the `Host` header of its WebSocket if it has one that can be read. */
  forPeer(hostHeader: string | undefined): RoomAddresses {
    try {
      return this.forRequest(hostHeader);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return this.atStart();
    }
  }

  /** The addresses to print before anyone has asked. */
  atStart(): RoomAddresses {
    return this.#at(this.#parts.publicHost ?? this.#boundHost());
  }

  #boundHost(): string {
    const bound = this.#parts.boundTo;
    if (bound !== null && isLoopback(bound)) return bound === 'localhost' ? '127.0.0.1' : bound;
    if (bound !== null && !isWildcard(bound)) return bound;
    return this.#parts.ownHost() ?? '127.0.0.1';
  }

  #at(host: string): RoomAddresses {
    const ports = this.#parts.ports();
    const key = this.#parts.id;
    const web = this.#parts.publicWeb ?? { secure: this.#parts.https, host, port: ports.http };
    return {
      host,
      net: { transport: 'net', host, port: ports.net, key },
      ws: { transport: web.secure ? 'wss' : 'ws', host: web.host, port: web.port, key },
    };
  }
}

/** Both addresses as texts, the one for every SSB app first: `net:host:port~shs:KEY`, `ws://host:port~shs:KEY`. */
export function addressTexts({ net, ws }: RoomAddresses): [net: string, ws: string] {
  return [writeAddresses([net]), writeAddresses([ws])];
}

/** The URL of STUN at a host of the room (RFC 7064); `null` where it has no port. */
export function stunUrl(host: string, port: number | null): string | null {
  return port === null ? null : `stun:${writeHostPort({ host, port })}`;
}

/** Where the pages are, without a slash at the end: `http://room.example:3000`, `https://room.example`. */
export function webAddress({ ws: { transport, host, port } }: RoomAddresses): string {
  return webOrigin({ secure: transport === 'wss', host, port });
}

/** The same of where browsers are told to go. */
export function webOrigin({ secure, host, port }: PublicWeb): string {
  const [scheme, usualPort] = secure ? ['https', 443] : ['http', 80];
  return `${scheme}://${writeHostPort(port === usualPort ? { host } : { host, port })}`;
}

/**
 * Where the page of an alias is: below the room's pages, or with `asSubdomain` at a name of its own, which needs a wildcard
 * in the DNS and in the certificate (SIP 7).
 */
export function aliasAddress(addresses: RoomAddresses, label: string, asSubdomain: boolean): string {
  if (!asSubdomain) return `${webAddress(addresses)}/alias/${label}`;
  const { ws } = addresses;
  return webAddress({ ...addresses, ws: { ...ws, host: `${label}.${ws.host}` } });
}
