import * as v from 'valibot';
import { isHostName, isIpv4, isIpv6 } from '../address/host.ts';

/** A STUN or TURN server, in the shape that `RTCPeerConnection` takes (spec/paths.md). */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** What a URL of a STUN or TURN server says (RFC 7064, RFC 7065). */
export interface IceUrl {
  readonly scheme: 'stun' | 'turn' | 'turns';
  /** Host name, IPv4, or IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp';
}

/** Browsers ask every server of every link: with more than a few they are slow to find a path, and warn of it. */
const ICE_SERVERS_MAX = 4;
export const ICE_URLS_MAX = 4;

/** A host name has 253 characters; beside it stand a scheme, a port and a transport. */
const ICE_URL_MAX_CHARS = 300;

/** More than any user name and credential of TURN has; beyond 508 bytes browsers refuse the whole connection. */
const ICE_WORD_MAX_CHARS = 256;

const ICE_PORT_MAX = 65_535;
const USUAL_PORTS = { stun: 3478, turn: 3478, turns: 5349 } as const;

const URL_FORM =
  /^(stun|turns?):(?:([a-z0-9._-]+)|\[([0-9a-f:.]+)\])(?::([1-9]\d{0,4}))?(?:\?transport=(udp|tcp))?$/i;
const WORD_FORM = /^[\x20-\x7e]+$/;

/**
 * Reads the URL of a STUN or TURN server. `undefined` for any other text: a single URL that a browser cannot read keeps
 * it from making the connection at all.
 */
export function readIceUrl(text: string): IceUrl | undefined {
  const found = text.length <= ICE_URL_MAX_CHARS ? URL_FORM.exec(text) : null;
  if (found === null) return undefined;
  const scheme = found[1]?.toLowerCase();
  const host = hostOf(found[2]?.toLowerCase(), found[3]?.toLowerCase());
  if (host === undefined) return undefined;
  if (scheme !== 'stun' && scheme !== 'turn' && scheme !== 'turns') return undefined;
  // Only TURN has a choice of transports.
  if (scheme === 'stun' && found[5] !== undefined) return undefined;
  const port = found[4] === undefined ? USUAL_PORTS[scheme] : Number(found[4]);
  const transport = found[5]?.toLowerCase() === 'tcp' || scheme === 'turns' ? 'tcp' : 'udp';
  return port <= ICE_PORT_MAX ? { scheme, host, port, transport } : undefined;
}

/** What stands before the port, or in brackets: one text that is an address to one library must be none to another. */
function hostOf(plain: string | undefined, bracketed: string | undefined): string | undefined {
  if (plain !== undefined) return isIpv4(plain) || isHostName(plain) ? plain : undefined;
  return bracketed !== undefined && isIpv6(bracketed) ? bracketed : undefined;
}

/** Whether a text can be the user name or the credential of a TURN server. */
export function isIceWord(text: string): boolean {
  return text.length <= ICE_WORD_MAX_CHARS && WORD_FORM.test(text);
}

const Said = v.object({
  urls: v.pipe(
    v.union([v.string(), v.array(v.unknown())]),
    v.transform((urls) =>
      (typeof urls === 'string' ? [urls] : urls).filter((url) => typeof url === 'string'),
    ),
  ),
  username: v.nullish(v.pipe(v.string(), v.check(isIceWord))),
  credential: v.nullish(v.pipe(v.string(), v.check(isIceWord))),
});

/**
 * The servers that a room names, as far as they can be used: what is no STUN or TURN server, lacks credentials or is too
 * much is left out. Never throws: a room that names nonsense names nothing.
 */
export function readIceServers(said: unknown): IceServer[] {
  if (!Array.isArray(said)) return [];
  return said.slice(0, ICE_SERVERS_MAX).flatMap((one) => {
    const read = v.safeParse(Said, one);
    return read.success ? serverOf(read.output) : [];
  });
}

function serverOf({ urls, username, credential }: v.InferOutput<typeof Said>): IceServer[] {
  const hasCredentials = typeof username === 'string' && typeof credential === 'string';
  const usable = urls.slice(0, ICE_URLS_MAX).filter((text) => {
    const url = readIceUrl(text);
    return url !== undefined && (url.scheme === 'stun' || hasCredentials);
  });
  if (usable.length === 0) return [];
  return [hasCredentials ? { urls: usable, username, credential } : { urls: usable }];
}
