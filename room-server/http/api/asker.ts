import type { Context } from 'hono';
import { refuseOtherSites } from '../guard.ts';
import { viewerOf } from '../viewer.ts';
import type { ApiParts, Asker } from './api-parts.ts';

const BEARER = /^Bearer +([^\s]+)$/i;

/**
 * Who asks: a program by the key in `Authorization: Bearer KEY`, or whoever is signed in with the browser. `undefined`
 * where it is neither; a key that is wrong is not made up for by a cookie.
 */
export async function askerOf(parts: ApiParts, context: Context): Promise<Asker | undefined> {
  const address = parts.callerOf(context);
  const authorization = context.req.header('authorization');
  if (authorization !== undefined) {
    const key = BEARER.exec(authorization.trim())?.[1];
    const actor = key === undefined ? undefined : parts.apiKeys.actorOf(key, address);
    return actor && { actor, by: 'key' };
  }
  const viewer = await viewerOf(parts, context);
  if (viewer === undefined) return undefined;
  return { actor: { kind: 'feed', id: viewer.id, address, session: viewer.session }, by: 'cookie' };
}

/**
 * Keeps pages of other sites from writing with the cookie of whoever visits them: they are named by the browser, and
 * what they can send without asking first is no JSON.
 * @throws Refused `not-allowed`
 */
export function refuseForged(context: Context, { by }: Asker): void {
  if (by === 'key' || context.req.method === 'GET') return;
  refuseOtherSites(context);
}
