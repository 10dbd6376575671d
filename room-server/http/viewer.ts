import type { FeedId } from '@open-rooms/protocol';
import type { Context } from 'hono';
import type { Sessions } from '../signin/sessions.ts';
import { type CookieParts, readCookie } from './sign-in-cookies.ts';

/** What tells who looks at a page; the parts of every page have it. */
export interface ViewerParts extends CookieParts {
  readonly sessions: Pick<Sessions, 'of'>;
}

/** Who looks at a page, and by which session. */
export interface Viewer {
  readonly id: FeedId;
  readonly session: string;
}

/** Who sent a request, by the cookie of their session; `undefined` for whoever is not signed in (spec/sign-in.md). */
export async function viewerOf(parts: ViewerParts, context: Context): Promise<Viewer | undefined> {
  const token = readCookie(parts, context, 'session');
  return token === undefined ? undefined : parts.sessions.of(token);
}
