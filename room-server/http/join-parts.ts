import { Refused } from '@open-rooms/protocol';
import type { Context } from 'hono';
import { UselessInvite } from '../invites/invite-state.ts';
import { ClaimAttempts, WRONG_CODES_PER_MINUTE } from '../rooms/claim-attempts.ts';
import { type Frame, frameOf } from './frame.ts';
import { joinWords } from './languages/join-words.ts';
import { preferred } from './negotiate.ts';
import type { HttpParts } from './parts.ts';

/**
 * Invites that one address may make on the page of an open room each second, and at once: enough for a table of friends
 * behind one router, and nothing to fill a list with.
 */
export const VISITOR_INVITES_PER_SECOND = 0.05;
export const VISITOR_INVITES_AT_ONCE = 20;

/** What each handler of these pages is given. */
export interface JoinPage {
  readonly parts: HttpParts;
  /** Wrong tokens by caller. Nobody guesses 256 bits: this ends the trying. */
  readonly attempts: ClaimAttempts;
}

export function joinPage(parts: HttpParts): JoinPage {
  return { parts, attempts: new ClaimAttempts(parts.now) };
}

/** Whether JSON is asked for, as apps do. */
export function wantsJson(context: Context): boolean {
  context.header('Vary', 'Accept, Accept-Language');
  return preferred(context, 'text/html') === 'application/json';
}

/** The token in a link: SIP 5 calls it `invite`, the widespread server `token`. */
export function tokenOf(context: Context): string {
  return (context.req.query('invite') ?? context.req.query('token') ?? '').trim();
}

/**
 * The name of the room, or what pages call one that has none, or keeps it to itself: a room that is not listed tells it to
 * those alone who may come in.
 */
export function nameOf(
  { room, settings }: HttpParts,
  { language }: Pick<Frame, 'language'>,
  mayComeIn: boolean,
): string {
  const name = mayComeIn || settings.listed ? room.profile?.name : undefined;
  return name ?? joinWords[language].someRoom;
}

/** Whether a token may be used now. */
export function isLive({ invites }: HttpParts, token: string): boolean {
  const invite = invites.ofToken(token);
  return invite !== undefined && invites.stateOf(invite) === 'live';
}

export function frameFor({ parts }: JoinPage, context: Context): Frame {
  return frameOf(context, parts);
}

/** Throws `Refused` `too-many` where somebody tried too many wrong tokens. */
export function refuseGuesses({ parts, attempts }: JoinPage, context: Context): void {
  if (attempts.mayTry(parts.callerOf(context))) return;
  throw new Refused(
    'too-many',
    `Wrong invite ${WRONG_CODES_PER_MINUTE} times. Wait a minute, then copy the whole link again.`,
  );
}

/** Counts a token that nobody made. */
export function countGuess({ parts, attempts }: JoinPage, context: Context, error: unknown): void {
  if (error instanceof UselessInvite && error.reason === 'unknown') attempts.wrong(parts.callerOf(context));
}

/**
 * Lets pages of other sites ask as well: a web client that another room's server sent claims an invite here. Nothing that
 * a browser knows of a person is used, so that nobody is made to do anything.
 */
export function openToOtherSites(context: Context, methods: string): void {
  context.header('Access-Control-Allow-Origin', '*');
  if (context.req.method !== 'OPTIONS') return;
  context.header('Access-Control-Allow-Methods', methods);
  context.header('Access-Control-Allow-Headers', 'Content-Type');
  context.header('Allow', methods);
}
