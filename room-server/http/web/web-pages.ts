import type { Hono } from 'hono';
import { frameOf } from '../frame.ts';
import { webPage } from '../pages/web-page.ts';
import type { WebBuild } from './web-build.ts';

/**
 * Paths that the page shows by itself (spec/web-client.md, `client/ui/routing/routes.ts`). `/` and `/claim` have pages
 * of the server's own, which it takes over. `/offline` is what the service worker keeps for all of them.
 */
const PATHS = [
  '/room',
  '/room/*',
  '/ring/*',
  '/contacts',
  '/contacts/*',
  '/settings',
  '/settings/*',
  '/transfer',
  '/offline',
];

/** Answers each path of the page with the same document. */
export function addWebPages(app: Hono, web: WebBuild): void {
  for (const path of PATHS) app.get(path, (context) => context.html(webPage(web, frameOf(context))));
}
