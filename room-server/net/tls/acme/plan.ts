import type { ProofKind } from './proofs.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * How long after the first failure, the second, and so on, the next attempt is made. Let's Encrypt takes five failures of a
 * name in an hour: four of these fit into it.
 */
const PAUSES_MS = [2, 10, 30, 60, 180, 360, 720].map((minutes) => minutes * MINUTE_MS);

/** A start asks at once where fewer failed in the hour before: whoever mends a setting starts again, and waits. */
const FAILURES_IN_AN_HOUR = 3;

/** Limits of certificate authorities are of a week at most: who names a later time is asked again all the same. */
const LONGEST_WAIT_MS = 7 * 24 * HOUR_MS;

/** A certificate is renewed when a third of its time is left, as certificate authorities ask. */
const RENEWED_AT = 2 / 3;

/** What is remembered between starts. */
export interface AcmeState {
  /** The certificate authority that the certificate is of; `null` where there is none yet. */
  readonly directory: string | null;
  /** Which authority was asked for which name: what follows is about these two alone. */
  readonly asked: string;
  /** When the attempts since the last success failed, in milliseconds since 1970. */
  readonly failedAt: readonly number[];
  /** Before this time the certificate authority wants to hear nothing. */
  readonly notBefore: number;
  /** What the next attempt shows. */
  readonly proof: ProofKind;
}

export const FIRST_STATE: AcmeState = {
  directory: null,
  asked: '',
  failedAt: [],
  notBefore: 0,
  proof: 'tls-alpn-01',
};

/** What is remembered of asking this authority for this name. Whoever names another of either begins anew. */
export function stateFor(kept: AcmeState, directory: string, domain: string): AcmeState {
  const asked = `${directory} ${domain}`;
  return kept.asked === asked ? kept : { ...FIRST_STATE, directory: kept.directory, asked };
}

/** From when to when a certificate is good. Milliseconds since 1970. */
export interface Validity {
  readonly from: number;
  readonly to: number;
}

/**
 * When the next attempt is made.
 *
 * @param kept the certificate that is there; `null` where it is not one for this name, of this authority
 * @param isStart whether somebody has just started the room
 * @returns milliseconds since 1970, which may be past
 */
export function nextAttempt(
  kept: Validity | null,
  { failedAt, notBefore }: AcmeState,
  now: number,
  isStart = false,
): number {
  const due = kept === null ? now : kept.from + (kept.to - kept.from) * RENEWED_AT;
  const last = failedAt.at(-1);
  if (last === undefined) return Math.max(due, notBefore);
  const recent = failedAt.filter((time) => time > now - HOUR_MS).length;
  if (isStart && recent < FAILURES_IN_AN_HOUR) return Math.max(due, notBefore);
  const pause = PAUSES_MS[Math.min(failedAt.length, PAUSES_MS.length) - 1] ?? 0;
  return Math.max(due, last + pause, notBefore);
}

/** What is remembered when an attempt has failed. The other proof is next, where both can be shown. */
export function afterFailure(
  state: AcmeState,
  now: number,
  { retryAt, hasHttp }: { readonly retryAt?: number | undefined; readonly hasHttp: boolean },
): AcmeState {
  const failedAt = [...state.failedAt, now].slice(-PAUSES_MS.length);
  const other = state.proof === 'tls-alpn-01' && hasHttp ? 'http-01' : 'tls-alpn-01';
  const notBefore = Math.min(retryAt ?? 0, now + LONGEST_WAIT_MS);
  return { ...state, failedAt, notBefore, proof: other };
}

/** What is remembered when a certificate has come: the proof that worked is the one to show again. */
export function afterSuccess(state: AcmeState, directory: string): AcmeState {
  return { ...state, directory, failedAt: [], notBefore: 0 };
}
