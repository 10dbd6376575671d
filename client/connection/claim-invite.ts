import {
  type FeedId,
  isWebLink,
  ROLES,
  type Role,
  readAddresses,
  readWebLink,
  type SocketAddress,
  UnreadableText,
} from '@open-rooms/protocol';
import * as v from 'valibot';
import { within } from './deadline.ts';
import { dialable } from './destination.ts';
import { INVITE_FLAWS, JoinError } from './join-error.ts';
import { WEB_ANSWER_MAX_BYTES, WEB_ANSWER_MS } from './limits.ts';
import type { Runtime, WebRequest } from './runtime.ts';
import { silenceOf } from './unreachable.ts';

/** Either word for "well" is in use: SIP 5 has the one, the widespread server writes the other in one place. */
const wellOrError = v.object({
  status: v.optional(v.string()),
  error: v.optional(v.string()),
  invite: v.optional(v.string()),
  postTo: v.optional(v.string()),
  multiserverAddress: v.optional(v.string()),
  /** What our rooms say besides: what the invite makes one there; and why it brings nobody in, in a word. */
  role: v.fallback(v.optional(v.picklist(ROLES)), undefined),
  reason: v.fallback(v.optional(v.picklist(INVITE_FLAWS)), undefined),
});

/**
 * Asks a join page, as JSON, where its token is to be posted (SIP 5). A page that refuses and says where all the same
 * knows better once it knows who asks: whoever has used the invite up is in, and may use its link again.
 * @throws JoinError `bad-invite`, `unreachable`
 */
export async function openJoinPage(
  url: string,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<{ token: string; postTo: string; role?: Role }> {
  const answer = await ask(runtime, { ...REQUEST, url: `${url}&encoding=json`, signal });
  const { invite, postTo } = answer;
  if (invite === undefined || postTo === undefined) refuseFailed(answer);
  if (invite === undefined || postTo === undefined)
    throw new JoinError(
      'bad-invite',
      `${url} is no join page of a room: it does not say where to post the invite.`,
    );
  if (!isSameHost(postTo, url))
    throw new JoinError(
      'bad-invite',
      `${url} asks to post the invite to another host (${postTo}): no room does. Do not use it.`,
    );
  return { token: invite, postTo, ...(answer.role && { role: answer.role }) };
}

/**
 * Posts the token of an invite with one's id: makes one a member, once, and tells the room's address.
 * @throws JoinError `bad-invite`, `unreachable`
 */
export async function claimInvite(
  { token, postTo }: { readonly token: string; readonly postTo: string },
  id: FeedId,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<SocketAddress[]> {
  const answer = await ask(runtime, { ...REQUEST, url: postTo, json: { id, invite: token }, signal });
  refuseFailed(answer);
  try {
    return dialable(readAddresses(answer.multiserverAddress ?? ''));
  } catch (cause) {
    if (!(cause instanceof UnreadableText || cause instanceof JoinError)) throw cause;
    throw new JoinError('bad-invite', `The room took the invite and gave no address: ${cause.message}`, {
      cause,
    });
  }
}

const REQUEST = { accept: 'application/json', maxBytes: WEB_ANSWER_MAX_BYTES };

type Answer = v.InferOutput<typeof wellOrError> & { readonly httpStatus: number };

/** Throws `bad-invite` where a room says no, in its words. */
function refuseFailed({ error, httpStatus, reason: flaw }: Answer): void {
  if (error === undefined && httpStatus < 400) return;
  const reason = error ?? `status ${httpStatus}`;
  const sentence = /[.!?]$/.test(reason) ? reason : `${reason}. Ask for a new one.`;
  throw new JoinError('bad-invite', `The room does not take this invite: ${sentence}`, { flaw });
}

async function ask(runtime: Runtime, request: WebRequest): Promise<Answer> {
  const late = () =>
    new JoinError('unreachable', `${request.url} takes the request and does not answer. Try again later.`);
  const { clock } = runtime;
  const { status, body } = await within(
    { clock, ms: WEB_ANSWER_MS, signal: request.signal, error: late },
    (signal) =>
      runtime.ask({ ...request, signal }).catch((cause: unknown) => {
        throw new JoinError('unreachable', `${request.url} does not answer: ${silenceOf(cause)}.`, { cause });
      }),
  );
  const read = v.safeParse(wellOrError, jsonOf(body));
  if (!read.success)
    throw new JoinError(
      'bad-invite',
      `${request.url} answers with status ${status} and no JSON: it is no invite of a room.`,
    );
  return { ...read.output, httpStatus: status };
}

/** A page may have what is posted to itself alone, and not less secret than it came. */
function isSameHost(postTo: string, page: string): boolean {
  if (!isWebLink(postTo)) return false;
  const [to, from] = [readWebLink(postTo), readWebLink(page)];
  return to.place.host === from.place.host && (to.secure || !from.secure);
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
