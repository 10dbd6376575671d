import { type FeedId, readHostPort } from '@open-rooms/protocol';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Addresses } from '../rooms/addresses.ts';
import { isLoopback } from '../rooms/host.ts';
import { SESSION_MAX_MS } from '../signin/sessions.ts';

/** Whose cookies they are, and whether its port speaks https. */
export interface CookieParts {
  readonly room: { readonly id: FeedId };
  readonly addresses: Pick<Addresses, 'atStart'>;
}

/**
 * `session`: the token of whoever is signed in; a link from elsewhere shows its page to who one is, so Lax.
 * `visit`: the browser that asked to sign in, before anybody is; sent by our own pages alone, so Strict.
 */
const SAME_SITE = { session: 'Lax', visit: 'Strict' } as const;
type CookieKind = keyof typeof SAME_SITE;

/** Characters of the room's key in the names: rooms on other ports of one host share its cookies. */
const ROOM_CHARS = 8;

/** What a browser sent. On https only what was set there counts: anybody on the way may set cookies of plain http. */
export function readCookie(parts: CookieParts, context: Context, kind: CookieKind): string | undefined {
  const value = getCookie(context, cookieName(parts, context, kind));
  return value === '' ? undefined : value;
}

/** No script reads it, no other host and no other site gets it. */
export function writeCookie(parts: CookieParts, context: Context, kind: CookieKind, value: string): void {
  setCookie(context, cookieName(parts, context, kind), value, {
    path: '/',
    httpOnly: true,
    secure: isSecure(parts, context),
    sameSite: SAME_SITE[kind],
    ...(kind === 'session' && { maxAge: SESSION_MAX_MS / 1000 }),
  });
}

export function dropCookie(parts: CookieParts, context: Context, kind: CookieKind): void {
  deleteCookie(context, cookieName(parts, context, kind), { path: '/', secure: isSecure(parts, context) });
}

function cookieName(parts: CookieParts, context: Context, kind: CookieKind): string {
  const room = parts.room.id
    .slice(1, 1 + ROOM_CHARS)
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  return `${isSecure(parts, context) ? '__Host-' : ''}open-rooms-${kind}-${room}`;
}

/**
 * Whether the browser takes this for https, and so keeps a cookie that is `Secure`. Behind a proxy the room knows of
 * no TLS; but browsers send `Sec-Fetch-…` to secure places alone, and to this machine, where some keep no such cookie.
 */
function isSecure({ addresses }: CookieParts, context: Context): boolean {
  if (addresses.atStart().ws.transport === 'wss') return true;
  const host = context.req.header('host');
  if (host === undefined || context.req.header('sec-fetch-site') === undefined) return false;
  try {
    return !isLoopback(readHostPort(host).host);
  } catch {
    return false;
  }
}
