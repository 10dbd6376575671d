import { type FeedId, type IceServer, toBase64, toHex } from '@open-rooms/protocol';

/** How long the credentials of one asker are good: time for a link to find its path, and none to sell them. */
export const TURN_CREDENTIALS_MS = 5 * 60_000;

/** Bytes of the name by which TURN knows an asker: enough to tell them apart. */
const ASKER_NAME_BYTES = 8;

/** How TURN servers know who may use them. */
export type TurnAccess =
  /** One user name and password for everybody. */
  | { readonly kind: 'static'; readonly username: string; readonly credential: string }
  /** A secret that the room shares with the servers, of which it makes credentials for each asker. */
  | { readonly kind: 'secret'; readonly secret: string };

export interface PathsParts {
  /** URL of the room's own STUN for someone who reached it by this host, `undefined` where that is not known. */
  readonly stun: (hostHeader: string | undefined) => string | null;
  /** URLs of TURN servers. */
  readonly turn: readonly string[];
  /** `null` where there are no TURN servers. */
  readonly access: TurnAccess | null;
  /** HMAC-SHA1, as the REST scheme of TURN servers has it. */
  readonly hmacSha1: (secret: string, text: string) => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** By which servers attendants find paths to each other (spec/paths.md). */
export class Paths {
  readonly #parts: PathsParts;

  constructor(parts: PathsParts) {
    this.#parts = parts;
  }

  /** The servers for one attendant. Their credentials are good for {@link TURN_CREDENTIALS_MS}. */
  for(asker: FeedId, hostHeader: string | undefined): IceServer[] {
    const { stun, turn, access } = this.#parts;
    const own = stun(hostHeader);
    const servers: IceServer[] = own === null ? [] : [{ urls: [own] }];
    if (access === null || turn.length === 0) return servers;
    return [...servers, { urls: turn, ...this.#credentials(asker, access) }];
  }

  #credentials(asker: FeedId, access: TurnAccess): { username: string; credential: string } {
    if (access.kind === 'static') return { username: access.username, credential: access.credential };
    const { hmacSha1, now } = this.#parts;
    const expiry = Math.floor((now() + TURN_CREDENTIALS_MS) / 1000);
    // Whoever runs the TURN server can tell askers apart, and learns nobody's id.
    const name = toHex(hmacSha1(access.secret, asker).subarray(0, ASKER_NAME_BYTES));
    const username = `${expiry}:${name}`;
    return { username, credential: toBase64(hmacSha1(access.secret, username)) };
  }
}
