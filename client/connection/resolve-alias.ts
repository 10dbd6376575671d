import {
  type AliasAddress,
  type ConsumeAliasUri,
  type CryptoBackend,
  type FeedId,
  isFeedId,
  type Remote,
  RemoteError,
  type RoomContract,
  readAnySignature,
  verifyAliasRegistration,
  writeHostPort,
} from '@open-rooms/protocol';
import * as v from 'valibot';
import { answered } from './answered.ts';
import { within } from './deadline.ts';
import { isMissingMethod } from './enter-room.ts';
import { AllFailed, firstOf } from './first-of.ts';
import { JoinError } from './join-error.ts';
import { ANSWER_MS, WEB_ANSWER_MAX_BYTES, WEB_STAGGER_MS } from './limits.ts';
import type { Runtime } from './runtime.ts';

/**
 * Whose alias it is, by the owner's own word that came with it.
 * @throws JoinError `no-alias` where the owner did not say so
 */
export function verifiedOwner(
  crypto: CryptoBackend,
  { alias, userId, roomId, signature }: Pick<ConsumeAliasUri, 'alias' | 'userId' | 'roomId' | 'signature'>,
): FeedId {
  if (verifyAliasRegistration(crypto, { roomId, userId, alias }, signature)) return userId;
  throw new JoinError(
    'no-alias',
    `${userId} never said to be known as "${alias}" at ${roomId}: the link is forged or damaged.`,
  );
}

/**
 * Asks a room whose alias that is: `tunnel.whois`.
 * @throws JoinError `no-alias`, `silent`, `unreachable`; `aliases-unsupported` where the room has no such method
 */
export async function askOwner(
  remote: Pick<Remote<RoomContract>, 'tunnel.whois'>,
  label: string,
  { clock }: Pick<Runtime, 'clock'>,
  signal: AbortSignal,
): Promise<FeedId> {
  const silence = `The room does not answer whose alias "${label}" is. Try again later.`;
  try {
    return await answered({ clock, signal, silence }, () => remote['tunnel.whois'](label));
  } catch (cause) {
    if (!(cause instanceof RemoteError)) throw cause;
    if (isMissingMethod(cause))
      throw new JoinError(
        'aliases-unsupported',
        `This room does not tell who is known as "${label}": ask for their id instead.`,
        { cause },
      );
    throw new JoinError('no-alias', cause.message, { cause });
  }
}

const page = v.object({
  status: v.literal('successful'),
  roomId: v.custom<FeedId>(isFeedId),
  userId: v.custom<FeedId>(isFeedId),
  alias: v.string(),
  signature: v.pipe(
    v.string(),
    v.transform(readAnySignature),
    v.custom<Uint8Array>((signature) => signature instanceof Uint8Array),
  ),
});

/**
 * Asks the alias's page, as JSON (SIP 7): for rooms of the second generation, which answer nobody's `tunnel.whois`.
 * @throws JoinError `no-alias`, `aliases-unsupported`
 */
export async function askAliasPage(
  { label, ...place }: Pick<AliasAddress, 'label' | 'host' | 'port'>,
  room: FeedId,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<FeedId> {
  const path = `${writeHostPort(place)}/alias/${label}?encoding=json`;
  const attempts = [`https://${path}`, `http://${path}`].map((url) => async (stop: AbortSignal) => {
    const request = { url, accept: 'application/json', maxBytes: WEB_ANSWER_MAX_BYTES, signal: stop };
    return readPage((await runtime.ask(request)).body);
  });
  const { clock } = runtime;
  const untold = (cause?: unknown) =>
    new JoinError('no-alias', `${place.host} does not tell who is known as "${label}".`, { cause });
  const answer = await within({ clock, ms: ANSWER_MS, signal, error: untold }, (stop) =>
    firstOf(attempts, { clock, staggerMs: WEB_STAGGER_MS, signal: stop }).catch((cause: unknown) => {
      throw cause instanceof AllFailed ? untold(cause) : cause;
    }),
  );
  if (answer.roomId === room && answer.alias.toLowerCase() === label)
    return verifiedOwner(runtime.crypto, answer);
  throw new JoinError(
    'no-alias',
    `${place.host} answers with another alias or another room than was asked for.`,
  );
}

function readPage(body: string): v.InferOutput<typeof page> {
  return v.parse(page, JSON.parse(body));
}
