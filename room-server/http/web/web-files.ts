import type { Context, Hono } from 'hono';
import { isKnown } from '../assets.ts';
import type { Encoding, WebBuild, WebFile } from './web-build.ts';

/** Where a build is served; it is built for this place (`client/ui/build/vite.config.ts`). */
const WEB_BASE = '/app/';

/** The service worker stands where it may answer for every page. */
const WORKER = 'sw.js';
const MANIFEST = 'app.webmanifest';

/** A name with a digest never means other bytes: a year is the longest that RFC 9111 caches are asked to keep. */
const FOREVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'public, no-cache';

/** Adds the files of a build. Only names that were read from its folder are known, whatever a path says. */
export function addWebFiles(app: Hono, { files }: WebBuild): void {
  const answer = (context: Context, name: string): Response | Promise<Response> => {
    const file = files.get(name);
    return file === undefined ? context.notFound() : send(context, file);
  };
  app.get(`${WEB_BASE}:name`, (context) => answer(context, context.req.param('name')));
  app.get(`/${WORKER}`, (context) => answer(context, WORKER));
  app.get(`/${MANIFEST}`, (context) => answer(context, MANIFEST));
}

function send(context: Context, file: WebFile): Response {
  const encoding = chooseEncoding(context.req.header('accept-encoding'), file);
  const tag = encoding === 'identity' ? file.tag : file.tag.replace(/"$/, `-${encoding}"`);
  context.header('ETag', tag);
  context.header('Vary', 'Accept-Encoding');
  context.header('Cache-Control', file.hashed ? FOREVER : ASK_AGAIN);
  if (isKnown(context.req.header('if-none-match'), tag)) return context.body(null, 304);
  if (encoding !== 'identity') context.header('Content-Encoding', encoding);
  const bytes = file.bytes[encoding] ?? new Uint8Array();
  return context.body(bytes, 200, { 'Content-Type': file.type, 'Content-Length': `${bytes.length}` });
}

/** The smallest copy that the asker takes (RFC 9110 §12.5.3). Weights matter only where they are 0. */
function chooseEncoding(acceptEncoding: string | undefined, { bytes }: WebFile): Encoding {
  const refused = /;\s*q=0(\.0*)?$/;
  const accepted = (acceptEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .filter((each) => !refused.test(each))
    .map((each) => each.split(';', 1)[0]?.trim());
  const wanted = (['br', 'gzip'] as const).find(
    (each) => bytes[each] !== undefined && accepted.includes(each),
  );
  return wanted ?? 'identity';
}
