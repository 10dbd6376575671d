import type { Context } from 'hono';
import type { UselessInvite } from '../invites/invite-state.ts';
import { frameFor, type JoinPage } from './join-parts.ts';
import { uselessInvitePage } from './pages/join-useless-page.ts';
import { problemOf } from './problems.ts';

/** The page of an invite that brings nobody in, with the status of its reason. */
export function uselessAnswer(
  context: Context,
  page: JoinPage,
  refusal: UselessInvite,
  isMissing = false,
): Response | Promise<Response> {
  const frame = frameFor(page, context);
  const { status } = problemOf(refusal);
  return context.html(
    uselessInvitePage(frame, isMissing ? 'missing' : refusal.reason),
    isMissing ? 400 : status,
  );
}
