import { Refused } from '@open-rooms/protocol';
import type { Context, MiddlewareHandler } from 'hono';

/**
 * Nothing from elsewhere, nothing inline, no frames: a page of ours runs and shows what we wrote. It may connect
 * anywhere, since the rooms that a person joins are anywhere. Text becomes code or markup by two named policies only
 * (`client/ui/trusted-urls.ts`; Lit's own templates).
 */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  // A film that somebody chose to share.
  "media-src 'self' blob:",
  "connect-src 'self' http: https: ws: wss:",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html open-rooms',
];

/**
 * No `Cross-Origin-Opener-Policy: same-origin`: pages of two rooms talk when a person brings their key from one to the
 * other (spec/key-transfer.md), and would not know each other.
 */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY.join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** Puts the security headers on every answer, and keeps out of caches whatever does not say otherwise. */
export const guarded: MiddlewareHandler = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value);
  if (!context.res.headers.has('Cache-Control')) context.res.headers.set('Cache-Control', 'no-store');
};

/**
 * Refuses a write that a page of another site sent.
 *
 * Browsers name the sender in `Sec-Fetch-Site`, but not over plain http; there `Origin` has to do, which is `null`
 * from our own form, since our pages send no referrer.
 */
export function refuseOtherSites(context: Context): void {
  const site = context.req.header('sec-fetch-site');
  const own = site === undefined ? isOwnOrigin(context) : site === 'same-origin' || site === 'none';
  if (own) return;
  throw new Refused(
    'not-allowed',
    'This form was sent by another website. Open the page of the room and send it there.',
  );
}

function isOwnOrigin(context: Context): boolean {
  const origin = context.req.header('origin');
  if (origin === undefined || origin === 'null') return true;
  return URL.parse(origin)?.host === context.req.header('host')?.toLowerCase();
}
