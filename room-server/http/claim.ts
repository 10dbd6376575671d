import { type RefusalCode, Refused } from '@open-rooms/protocol';
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { readNaming } from '../rooms/naming.ts';
import { type ClaimBody, readClaimBody } from './claim-body.ts';
import { describeRoom } from './description.ts';
import { frameOf } from './frame.ts';
import { refuseOtherSites } from './guard.ts';
import { preferred } from './negotiate.ts';
import { type ClaimProblems, claimPage } from './pages/claim-page.ts';
import type { HttpParts } from './parts.ts';
import { answerProblem, type Problem, problemOf } from './problems.ts';

/** A description of 2,000 characters is 24,000 bytes in a form where each is an emoji; the rest is small. */
const BODY_MAX_BYTES = 32 * 1024;

/** Refusals that are about the claim code, and stand beside its field. */
const CODE_REFUSALS: readonly RefusalCode[] = ['not-allowed', 'too-many'];

/** The page of the room, which says that it is open. */
const OPENED = '/?opened';

/** Adds the claim: `POST /claim`, and `/claim/CODE`, which the server prints at its start. */
export function addClaim(app: Hono, parts: HttpParts): void {
  app.get('/claim', (context) => context.redirect('/', 303));
  app.get('/claim/:code', (context) => {
    if (parts.room.profile) return context.redirect('/', 303);
    return context.html(claimPage({ code: context.req.param('code') }, frameOf(context, parts), parts.web));
  });
  const limit = bodyLimit({ maxSize: BODY_MAX_BYTES, onError: tooLarge });
  app.post('/claim', limit, (context) => claim(context, parts));
}

async function claim(context: Context, parts: HttpParts): Promise<Response> {
  refuseOtherSites(context);
  // A Host header that cannot be answered is refused before anything is written.
  parts.addresses.forRequest(context.req.header('host'));
  const body = await readClaimBody(context);
  const problems = problemsOf(body);
  if (!parts.room.profile && Object.keys(problems).length > 0) {
    const sentence = `Cannot claim the room. ${Object.values(problems).join(' ')}`;
    return answer(context, body, { status: 400, code: 'bad-argument', sentence, fields: problems });
  }
  try {
    await parts.room.claim(body.code, body, parts.callerOf(context));
  } catch (error) {
    if (!(error instanceof Refused) || !CODE_REFUSALS.includes(error.code)) throw error;
    return answer(context, body, { ...problemOf(error), fields: { code: error.message } });
  }
  if (preferred(context, 'text/html') === 'text/html') return context.redirect(OPENED, 303);
  return context.json(describeRoom(parts, context.req.header('host')), 201);
}

function problemsOf(body: ClaimBody): ClaimProblems {
  const read = readNaming(body);
  const code = body.code === '' && {
    code: 'Enter the claim code: it is printed where the server was started.',
  };
  return { ...('problems' in read && read.problems), ...code };
}

/** The form again, as it was filled in, with what is wrong beside each field. */
async function answer(context: Context, body: ClaimBody, problem: Problem): Promise<Response> {
  return answerProblem(
    context,
    problem,
    'text/html',
    claimPage({ ...body, problems: problem.fields }, frameOf(context)),
  );
}

async function tooLarge(context: Context): Promise<Response> {
  const sentence = `This form is too large: send at most ${BODY_MAX_BYTES} bytes.`;
  return answerProblem(context, { status: 413, code: 'too-large', sentence }, 'text/html');
}
