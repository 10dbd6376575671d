import type { SocketAddress } from '@open-rooms/protocol';

/** What a page may reach, by the rules that browsers have. */
export interface PageRules {
  readonly transports: readonly SocketAddress['transport'][];
  /** Why an address cannot be dialled from the page, as the end of a sentence; `undefined` where it can. */
  undialable(address: SocketAddress): string | undefined;
  /** Why a URL cannot be asked from the page, as the end of a sentence; `undefined` where it can. */
  unaskable(url: string): string | undefined;
}

/** `http`, and the host in it. */
const PLAIN_URL = /^http:\/\/(\[[^\]]*\]|[^/:?#]*)/i;

const NO_TCP =
  'browsers open WebSockets and no TCP. Give the link of the room, its host name, or an address that begins with ws: or wss:';
const NO_PLAIN =
  "this page came over https, and from such pages browsers open wss: alone. Open the room's own page instead, or ask its owner for an address that begins with wss:";
const ASKS_NO_PLAIN = 'this page came over https, and from such pages browsers ask nothing over http';

/**
 * The rules for a page that came over https, from which nothing goes out in the open ("mixed content"), or for one that
 * came over http. This machine itself can always be reached: nobody is on the way.
 */
export function pageRules(overHttps: boolean): PageRules {
  return {
    transports: ['wss', 'ws'],
    undialable({ transport, host }) {
      if (transport === 'net') return NO_TCP;
      return overHttps && transport === 'ws' && !isLoopbackHost(host) ? NO_PLAIN : undefined;
    },
    unaskable(url) {
      const [, host] = PLAIN_URL.exec(url) ?? [];
      return overHttps && host !== undefined && !isLoopbackHost(host) ? ASKS_NO_PLAIN : undefined;
    },
  };
}

/** Whether a host name is this machine's own, whoever asks: brackets around IPv6 or not. */
function isLoopbackHost(host: string): boolean {
  return /^(([^.]+\.)*localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(host);
}
