import { fromBase64, Refused, writeAddresses, writeSignature, writeSsbUri } from '@open-rooms/protocol';
import type { Context, Hono } from 'hono';
import type { Alias } from '../store/ports/aliases.ts';
import { aliasHostOf } from './alias-host.ts';
import { frameOf } from './frame.ts';
import { preferred } from './negotiate.ts';
import { type AliasView, aliasPage, aliasProblemPage } from './pages/alias-page.ts';
import type { HttpParts } from './parts.ts';
import { problemOf } from './problems.ts';
import { QrCodes } from './qr-codes.ts';

/** What is answered at every name: what pages load, and `/whois`, which says itself that an alias is no room. */
const SHARED = /^\/(assets|healthz|whois)(\/|$)/;

/** As the reference server says it. */
const TURNED_OFF = 'this room is restricted, alias resolving is turned off';

/** How the alias was asked for. */
interface Asked {
  readonly label: string;
  /** The room's own host, as the `Host` header would have it; `undefined` where there was none. */
  readonly room: string | undefined;
  /** Whether the page stands at the alias's own host: ways into the room begin with the room's. */
  readonly isAtOwnHost: boolean;
}

/** Adds the pages of aliases (spec/alias-pages.md): `/alias/NAME`, and every name below the room's host. */
export function addAliasPages(app: Hono, parts: HttpParts): void {
  const qrCodes = new QrCodes();
  app.use(async (context, next) => {
    const host = context.req.header('host');
    const at = aliasHostOf(parts.publicHost, host);
    const { path, method } = context.req;
    if (at === undefined || SHARED.test(path)) return next();
    if (method !== 'GET' && method !== 'HEAD') throw notHere(at.label);
    if (path === '/') return answerAlias(context, parts, qrCodes, { ...at, isAtOwnHost: true });
    const { pathname, search } = new URL(context.req.url);
    return context.redirect(`//${at.room}${pathname}${search}`, 303);
  });
  app.get('/alias/:label', (context) =>
    answerAlias(context, parts, qrCodes, {
      label: context.req.param('label'),
      room: context.req.header('host'),
      isAtOwnHost: false,
    }),
  );
}

async function answerAlias(
  context: Context,
  parts: HttpParts,
  qrCodes: QrCodes,
  asked: Asked,
): Promise<Response> {
  context.header('Vary', 'Accept, Accept-Language');
  const isJson = preferred(context, 'text/html') === 'application/json';
  // Pages of any site may read it: it says nothing that the room does not tell everyone.
  if (isJson) context.header('Access-Control-Allow-Origin', '*');
  try {
    const alias = await resolve(parts, asked.label);
    if (isJson) return context.json(jsonOf(parts, alias, asked));
    const view = viewOf(parts, alias, asked);
    const qr = qrCodes.svg(view.ssbUri);
    return await context.html(aliasPage(view, qr, frameOf(context, parts)));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return answerRefusal(context, parts, asked, error, isJson);
  }
}

/** Whoever asks by the web is nobody that the room knows. */
async function resolve(parts: HttpParts, label: string): Promise<Alias> {
  if (!parts.gate.mayVisitor('resolve')) throw new Refused('not-allowed', TURNED_OFF);
  return parts.aliases.resolve(label.toLowerCase());
}

/**
 * SIP 7 says what the body is, and not with which status. Stock apps, which ask by `?encoding=json`, read the error only
 * where the status is that of success.
 */
function answerRefusal(
  context: Context,
  parts: HttpParts,
  asked: Asked,
  refused: Refused,
  isJson: boolean,
): Response | Promise<Response> {
  const { status, code, sentence } = problemOf(refused);
  const isStock = context.req.query('encoding') === 'json';
  if (isJson) return context.json({ status: 'error', error: sentence }, isStock ? 200 : status);
  const kind = code === 'not-allowed' ? 'turned-off' : code === 'not-found' ? 'unknown' : 'unreadable';
  const { label } = asked;
  const page = aliasProblemPage({ kind, label, sentence, origin: originOf(asked) }, frameOf(context, parts));
  return context.html(page, status);
}

function jsonOf(parts: HttpParts, alias: Alias, asked: Asked) {
  const { ssb, multiserverAddress } = linksOf(parts, alias, asked);
  const { alias: name, userId, roomId, signature } = ssb;
  return {
    status: 'successful',
    multiserverAddress,
    roomId,
    userId,
    alias: name,
    signature: writeSignature(signature),
  };
}

function viewOf(parts: HttpParts, alias: Alias, asked: Asked): AliasView {
  const { ssb, host } = linksOf(parts, alias, asked);
  const { gate, settings, room, web } = parts;
  // Who is there, a room tells those who may list it.
  const isTold = gate.mayVisitor('enumerate');
  const place = asked.room ?? host;
  const origin = originOf(asked);
  return {
    alias: alias.name,
    id: alias.feed,
    handle: `@${alias.name}@${place}`,
    room: settings.listed ? (room.profile?.name ?? null) : null,
    online: isTold ? parts.isOnline(alias.feed) : null,
    ssbUri: writeSsbUri(ssb),
    ringPath: web === null ? null : `${origin}/room/@${alias.name}@${place}`,
    origin,
  };
}

function linksOf(parts: HttpParts, { name, feed, signature }: Alias, { room }: Asked) {
  const { host, net } = parts.addresses.forRequest(room);
  const bytes = fromBase64(signature);
  if (bytes === undefined)
    throw new Error(`The signature of the alias "${name}" is damaged in the database.`);
  const ssb = {
    kind: 'consume-alias',
    alias: name,
    userId: feed,
    roomId: parts.room.id,
    signature: bytes,
    addresses: [net],
  } as const;
  return { ssb, host, multiserverAddress: writeAddresses([net]) };
}

/** What paths of the room begin with: its own host, where the page stands at that of the alias. */
function originOf({ isAtOwnHost, room }: Asked): string {
  return isAtOwnHost && room !== undefined ? `//${room}` : '';
}

function notHere(label: string): Refused {
  return new Refused(
    'not-found',
    `This is the address of ${JSON.stringify(label)}, a person. Send that to the room's own address.`,
  );
}
