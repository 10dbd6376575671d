import { Refused, writeJoinLinks } from '@open-rooms/protocol';
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { USES_MAX } from '../invites/invite-wish.ts';
import type { Actor } from '../rooms/actor.ts';
import { webAddress } from '../rooms/addresses.ts';
import { refuseOtherSites } from './guard.ts';
import { failed } from './join-json.ts';
import { frameFor, type JoinPage, nameOf, wantsJson } from './join-parts.ts';
import { joinMadePage, joinNewPage, joinNotYoursPage } from './pages/join-new-page.ts';
import { answerProblem, problemOf } from './problems.ts';
import { QrCodes } from './qr-codes.ts';
import { viewerOf } from './viewer.ts';

/** A form with a number. */
const NEW_INVITE_MAX_BYTES = 1024;
const PATH = '/create-invite';

/**
 * Adds the making of invites: for everybody where the room is open, elsewhere for whoever is signed in and may invite. By
 * a form, or by `POST` with `Accept: application/json` as apps for newcomers do.
 */
export function addCreateInvite(app: Hono, page: JoinPage): void {
  const qrCodes = new QrCodes();
  const tooLarge = async (context: Context) => {
    const sentence = `This form is too large: send at most ${NEW_INVITE_MAX_BYTES} bytes.`;
    return answerProblem(context, { status: 413, code: 'too-large', sentence }, 'text/html');
  };
  app.get(PATH, async (context) => {
    const frame = frameFor(page, context);
    const viewer = await actorOf(page, context);
    if (!mayInvite(page, viewer)) return context.html(joinNotYoursPage(frame, viewer !== null), 403);
    return context.html(joinNewPage(frame, nameOf(page.parts, frame, viewer !== null), viewer !== null));
  });
  app.post(PATH, bodyLimit({ maxSize: NEW_INVITE_MAX_BYTES, onError: tooLarge }), async (context) => {
    if (!wantsJson(context)) return context.html(await made(context, page, qrCodes));
    try {
      return context.json({ url: await create(context, page) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return failed(context, error.message, problemOf(error).status);
    }
  });
}

async function made(context: Context, page: JoinPage, qrCodes: QrCodes) {
  const url = await create(context, page);
  return joinMadePage(frameFor(page, context), url, qrCodes.svg(url));
}

/** Makes an invite; answers its link. */
async function create(context: Context, page: JoinPage): Promise<string> {
  refuseOtherSites(context);
  const { parts } = page;
  const web = webAddress(parts.addresses.forRequest(context.req.header('host')));
  const actor = await actorOf(page, context);
  if (actor === null && mayInvite(page, actor) && !parts.visitorInvites.allows(parts.callerOf(context)))
    throw new Refused(
      'too-many',
      'You have made many invites just now. Wait a minute, or sign in to make more.',
    );
  const uses = actor === null ? 1 : await usesOf(context);
  const { token } = await parts.invites.create(actor, { uses });
  return writeJoinLinks(web, token).url;
}

/** How many may use it, as the form says; once where nothing is said. */
async function usesOf(context: Context): Promise<number> {
  const fields = await context.req.parseBody().catch(() => ({}));
  const { uses = '1' } = fields as { readonly uses?: unknown };
  const read = typeof uses === 'string' ? Number(uses) : Number.NaN;
  if (Number.isInteger(read)) return read;
  throw new Refused('bad-argument', `Cannot make an invite for that many people: say 1 to ${USES_MAX}.`);
}

/** Whoever is signed in; `null` for a visitor. */
async function actorOf({ parts }: JoinPage, context: Context): Promise<Actor | null> {
  const viewer = await viewerOf(parts, context);
  return viewer === undefined ? null : { kind: 'feed', id: viewer.id, address: parts.callerOf(context) };
}

function mayInvite({ parts }: JoinPage, actor: Actor | null): boolean {
  return actor === null ? parts.gate.mayVisitor('invite') : parts.gate.may(actor, 'invite');
}
