import {
  type FeedId,
  isFeedId,
  Refused,
  readSsbUri,
  UnreadableText,
  writeAddresses,
} from '@open-rooms/protocol';
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as v from 'valibot';
import { UselessInvite } from '../invites/invite-state.ts';
import { failed } from './join-json.ts';
import {
  countGuess,
  frameFor,
  isLive,
  type JoinPage,
  nameOf,
  openToOtherSites,
  refuseGuesses,
  wantsJson,
} from './join-parts.ts';
import { uselessAnswer } from './join-useless.ts';
import { mediaTypeOf } from './negotiate.ts';
import { joinDonePage } from './pages/join-done-page.ts';
import { joinFormPage } from './pages/join-form-page.ts';
import { answerProblem, problemOf } from './problems.ts';

/** An id and a token; forms of old browsers have some fields more. */
const CLAIM_BODY_MAX_BYTES = 4 * 1024;
const METHODS = 'POST, OPTIONS';
const PATH = '/invite/consume';

const claimBody = v.object(
  {
    id: v.pipe(v.string('"id" must be text'), v.trim()),
    invite: v.pipe(v.string('"invite" must be text'), v.trim()),
  },
  'it must be an object with "id" and "invite"',
);
type ClaimBody = v.InferOutput<typeof claimBody>;

/** Adds the use of an invite by its token: `POST /invite/consume`, in JSON or by a form. */
export function addConsume(app: Hono, page: JoinPage): void {
  const tooLarge = async (context: Context) => {
    const sentence = `This is too large for an id and an invite: send at most ${CLAIM_BODY_MAX_BYTES} bytes.`;
    if (wantsJson(context)) return failed(context, sentence, 413);
    return answerProblem(context, { status: 413, code: 'too-large', sentence }, 'text/html');
  };
  app.use(PATH, async (context, next) => {
    openToOtherSites(context, METHODS);
    await next();
  });
  app.options(PATH, (context) => context.body(null, 204));
  app.post(PATH, bodyLimit({ maxSize: CLAIM_BODY_MAX_BYTES, onError: tooLarge }), async (context) => {
    const asJson = wantsJson(context);
    try {
      return await consume(context, page, asJson);
    } catch (error) {
      countGuess(page, context, error);
      if (error instanceof UselessInvite)
        return asJson
          ? failed(context, error.message, 200, { reason: error.reason })
          : uselessAnswer(context, page, error);
      if (error instanceof Refused && asJson) return failed(context, error.message, problemOf(error).status);
      throw error;
    }
  });
}

async function consume(context: Context, page: JoinPage, asJson: boolean): Promise<Response> {
  const { parts } = page;
  // A Host header that cannot be answered is refused before anything is spent.
  const { net, ws } = parts.addresses.forRequest(context.req.header('host'));
  refuseGuesses(page, context);
  const body = await readBody(context);
  const id = personOf(body.id);
  const frame = frameFor(page, context);
  if (id === undefined) {
    if (asJson)
      return failed(context, `Cannot let "${body.id.slice(0, 60)}" in: say an id, @….ed25519.`, 400);
    const room = nameOf(parts, frame, isLive(parts, body.invite));
    const form = { room, token: body.invite, wrongId: body.id };
    return context.html(joinFormPage(frame, form), 400);
  }
  await parts.invites.claim(body.invite, id, parts.callerOf(context));
  const multiserverAddress = writeAddresses([net, ws]);
  if (asJson) return context.json({ status: 'successful', multiserverAddress });
  const addresses = { net: writeAddresses([net]), ws: writeAddresses([ws]) };
  return context.html(
    joinDonePage(frame, { room: nameOf(parts, frame, true), ...addresses, hasClient: parts.web !== null }),
  );
}

/** @throws Refused `bad-argument` */
async function readBody(context: Context): Promise<ClaimBody> {
  const read = v.safeParse(claimBody, await fieldsOf(context));
  if (read.success) return read.output;
  throw new Refused('bad-argument', `Cannot read who uses which invite: ${read.issues[0].message}.`);
}

async function fieldsOf(context: Context): Promise<unknown> {
  const type = mediaTypeOf(context);
  const isForm = type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data';
  if (!isForm && type !== 'application/json') {
    const wanted = 'send application/json, or a form';
    throw new Refused('bad-argument', `Cannot read a body of type "${type.slice(0, 60)}": ${wanted}.`);
  }
  try {
    return isForm ? await context.req.parseBody() : await context.req.json();
  } catch {
    throw new Refused('bad-argument', `Cannot read this: its body is no ${type}. Send it again.`);
  }
}

/** The id of a person as apps show it: `@….ed25519`, or the same as an ssb URI. */
function personOf(text: string): FeedId | undefined {
  if (isFeedId(text)) return text;
  try {
    const uri = readSsbUri(text);
    return uri.kind === 'feed' ? uri.id : undefined;
  } catch (error) {
    if (error instanceof UnreadableText) return undefined;
    throw error;
  }
}
