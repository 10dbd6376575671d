import { type FeedId, isFeedId, readInviteToken, writeJoinLinks, writePubInvite } from '@open-rooms/protocol';
import type { Context, Hono } from 'hono';
import { UselessInvite, type UselessReason, VISITOR } from '../invites/invite-state.ts';
import { webAddress } from '../rooms/addresses.ts';
import type { Invite } from '../store/ports/invites.ts';
import { addConsume } from './join-consume.ts';
import { addCreateInvite } from './join-create.ts';
import { failed } from './join-json.ts';
import {
  countGuess,
  frameFor,
  isLive,
  type JoinPage,
  joinPage,
  nameOf,
  openToOtherSites,
  refuseGuesses,
  tokenOf,
  wantsJson,
} from './join-parts.ts';
import { uselessAnswer } from './join-useless.ts';
import { joinAppsPage } from './pages/join-apps-page.ts';
import { joinFormPage } from './pages/join-form-page.ts';
import { type InviteView, joinInvitePage } from './pages/join-invite-page.ts';
import type { HttpParts } from './parts.ts';
import { QrCodes } from './qr-codes.ts';

const METHODS = 'GET, HEAD, OPTIONS';

/** Adds invites as links (spec/http-invites.md): `/join` and what leads on from it, their use, and the making of new ones. */
export function addJoin(app: Hono, parts: HttpParts): void {
  const page = joinPage(parts);
  const qrCodes = new QrCodes();
  app.use('/join', async (context, next) => {
    openToOtherSites(context, METHODS);
    await next();
  });
  app.options('/join', (context) => context.body(null, 204));
  app.get('/join', (context) => join(context, page, qrCodes));
  for (const [path, show] of [
    ['/join-fallback', joinAppsPage],
    ['/join-manually', joinFormPage],
  ] as const) {
    app.get(path, (context) => {
      const frame = frameFor(page, context);
      const token = tokenOf(context);
      const room = nameOf(parts, frame, isLive(parts, token));
      const view = { token, room, hasClient: parts.web !== null };
      const { url } = writeJoinLinks(webOf(page, context), view.token);
      return context.html(show(frame, { ...view, url }));
    });
  }
  addConsume(app, page);
  addCreateInvite(app, page);
}

async function join(context: Context, page: JoinPage, qrCodes: QrCodes): Promise<Response> {
  const token = tokenOf(context);
  const web = webOf(page, context);
  const asJson = wantsJson(context);
  refuseGuesses(page, context);
  const invite = page.parts.invites.ofToken(token);
  const reason = invite === undefined ? 'unknown' : useless(page, invite);
  if (invite === undefined || reason !== undefined) {
    const refusal = new UselessInvite(reason ?? 'unknown');
    if (token !== '') countGuess(page, context, refusal);
    // Whoever has used it up may use its link again, and says who they are by posting it.
    const where = reason === 'spent' ? { invite: token, postTo: writeJoinLinks(web, token).postTo } : {};
    if (asJson) return failed(context, refusal.message, 200, { ...where, reason: refusal.reason });
    return uselessAnswer(context, page, refusal, token === '');
  }
  const { url, uri, postTo } = writeJoinLinks(web, token);
  if (asJson) return context.json({ status: 'successful', invite: token, postTo, role: invite.role });
  const frame = frameFor(page, context);
  const seed = readInviteToken(token);
  const { net } = page.parts.addresses.forRequest(context.req.header('host'));
  const view: InviteView = {
    invite,
    room: nameOf(page.parts, frame, true),
    description: page.parts.room.profile?.description ?? '',
    maker: await makerOf(page.parts, invite),
    token,
    url,
    uri,
    code: seed === undefined ? null : writePubInvite(net, seed),
    qrSvg: qrCodes.svg(uri),
    hasClient: page.parts.web !== null,
  };
  return context.html(joinInvitePage(frame, view));
}

function useless({ parts }: JoinPage, invite: Invite): UselessReason | undefined {
  const state = parts.invites.stateOf(invite);
  return state === 'live' ? undefined : state;
}

/** Where the pages are, for whoever came by this host. Throws `Refused` where it is none. */
function webOf({ parts }: JoinPage, context: Context): string {
  return webAddress(parts.addresses.forRequest(context.req.header('host')));
}

/** What is known of who made an invite: their first alias, where the room tells aliases, or what they are. */
async function makerOf({ aliases, gate }: HttpParts, { createdBy }: Invite): Promise<InviteView['maker']> {
  if (createdBy === 'operator' || createdBy === VISITOR) return { kind: createdBy };
  const isTold = gate.mayVisitor('resolve') && isFeedId(createdBy);
  const alias = isTold ? await firstAlias(aliases, createdBy) : undefined;
  return alias === undefined ? { kind: 'somebody' } : { kind: 'alias', alias };
}

async function firstAlias(aliases: HttpParts['aliases'], id: FeedId): Promise<string | undefined> {
  return (await aliases.list(id))[0];
}
