import { type CryptoBackend, toBase64 } from '@open-rooms/protocol';
import type { Hono } from 'hono';
import { copyScript } from './assets/copy-script.ts';
import { icon } from './assets/icon.ts';
import { signInScript } from './assets/sign-in-script.ts';
import { style } from './assets/style.ts';

const ASSETS = [
  { path: '/assets/style.css', type: 'text/css; charset=UTF-8', text: style },
  { path: '/assets/copy.js', type: 'text/javascript; charset=UTF-8', text: copyScript },
  { path: '/assets/sign-in.js', type: 'text/javascript; charset=UTF-8', text: signInScript },
  { path: '/assets/icon.svg', type: 'image/svg+xml', text: icon },
];

/** Adds the files that pages load. Browsers keep them, and ask by their tag whether they are still the same. */
export function addAssets(app: Hono, crypto: Pick<CryptoBackend, 'sha256'>): void {
  for (const { path, type, text } of ASSETS) {
    const tag = `"${toBase64(crypto.sha256(new TextEncoder().encode(text)))}"`;
    app.get(path, (context) => {
      context.header('ETag', tag);
      context.header('Cache-Control', 'public, no-cache');
      if (isKnown(context.req.header('if-none-match'), tag)) return context.body(null, 304);
      return context.body(text, 200, { 'Content-Type': type });
    });
  }
}

/** RFC 9110 §13.1.2: a list of tags, weak or strong, or `*`. */
export function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  return known.includes(tag) || known.includes('*');
}
