import { Refused } from '@open-rooms/protocol';
import type { Context } from 'hono';
import { refuseOtherSites } from '../guard.ts';
import { mediaTypeOf } from '../negotiate.ts';
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
 * what they can send without asking first is not of the type of JSON. Where browsers do not name them, as over plain http,
 * the type alone tells, so it has to be there where there is nothing to send, too. Our pages have no form for the API, whose
 * `Origin` would be `null`; what scripts of theirs send has a true one.
 * @throws Refused `not-allowed`, `bad-argument`
 */
export function refuseForged(context: Context, asker: Asker): void {
  if (!isForgeable(context, asker)) return;
  refuseOtherSites(context);
  if (context.req.header('origin') === 'null')
    throw new Refused(
      'not-allowed',
      'This was sent by a page that does not say whose it is (Origin: null). Send it from a page of the room, or with an API key.',
    );
  if (mediaTypeOf(context) !== 'application/json')
    throw new Refused(
      'bad-argument',
      'Cannot read this request: with a cookie, send "Content-Type: application/json", also where the body is empty.',
    );
}

/** Whether a browser might have been made to send this: a write in the name of its cookie. */
export function isForgeable(context: Context, { by }: Pick<Asker, 'by'>): boolean {
  return by === 'cookie' && context.req.method !== 'GET' && context.req.method !== 'HEAD';
}
