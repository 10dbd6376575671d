import type { Authorization, Client, Order } from 'acme-client';
import { AcmeFailure, type Attempt, failureOf } from './explain.ts';
import type { Proofs } from './proofs.ts';

/** How often an order is looked at while the certificate authority works on it, and for how long at most. */
const LOOK_MS = 1_000;
const LOOKS_MAX = 90;

/** A certificate authority that does not answer a request within this time is taken to be away. */
const REQUEST_MS = 20_000;

export interface IssueOptions extends Attempt {
  readonly email: string | null;
  /** PEM: who asks. */
  readonly accountKey: string;
  readonly proofs: Proofs;
  /** Waits; rejects when nobody wants the certificate any more. */
  readonly pause: (ms: number) => Promise<void>;
}

type Challenge = Authorization['challenges'][number];

/** PEM: the certificate with those that vouch for it, and its key. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
}

/** A new key of an account, or of a certificate: PEM. */
export async function makeKey(): Promise<string> {
  const { crypto } = await import('acme-client');
  return (await crypto.createPrivateEcdsaKey('P-256')).toString();
}

/**
 * Gets a certificate for one name from a certificate authority (RFC 8555).
 *
 * @throws {AcmeFailure} where the authority refuses, or cannot see the proof; other errors are of the network, or of
 *   answers in words alone (`failureFrom`)
 */
export async function issueCertificate(options: IssueOptions): Promise<Issued> {
  const { domain, directory, email, accountKey } = options;
  const { Client: AcmeClient, axios, crypto } = await import('acme-client');
  // The next attempt has a plan of its own; what waits inside a request could not be ended.
  Object.assign(axios.defaults, { timeout: REQUEST_MS, acmeSettings: { retryMaxAttempts: 0 } });
  await reach(directory);
  const client = new AcmeClient({ directoryUrl: directory, accountKey });
  const contact = email === null ? {} : { contact: [`mailto:${email}`] };
  await client.createAccount({ termsOfServiceAgreed: true, ...contact });
  const order = await client.createOrder({ identifiers: [{ type: 'dns', value: domain }] });
  for (const authorization of await client.getAuthorizations(order)) {
    if (authorization.status !== 'valid') await prove(client, order, authorization, options);
  }
  const key = await makeKey();
  const [, csr] = await crypto.createCsr({ altNames: [domain] }, key);
  const ready = await settled(client, order, options, ({ status }) => status !== 'pending');
  const finalized = await client.finalizeOrder(ready, csr);
  const valid = await settled(client, finalized, options, ({ status }) => status === 'valid');
  return { cert: await client.getCertificate(valid), key };
}

/** Throws what the network says, where the authority cannot be asked at all: acme-client keeps that to itself. */
async function reach(directory: string): Promise<void> {
  try {
    await fetch(directory, { signal: AbortSignal.timeout(REQUEST_MS) });
  } catch (error) {
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
  }
}

/** Shows the authority that the name leads here, and waits until it has looked. */
async function prove(
  client: Client,
  order: Order,
  authorization: Authorization,
  options: IssueOptions,
): Promise<void> {
  const challenge = authorization.challenges.find(({ type }) => type === options.proof);
  if (challenge === undefined) {
    throw new AcmeFailure(
      `No certificate for ${options.domain}: the certificate authority offers no ${options.proof}.`,
    );
  }
  using _shown = await show(client, authorization, challenge, options);
  await client.completeChallenge(challenge);
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const [now] = await client.getAuthorizations(order);
    if (now?.status === 'valid') return;
    if (now?.status === 'invalid') throw failureOf(problemOf(now), options);
    await options.pause(LOOK_MS);
  }
  throw tooLate(options);
}

async function show(
  client: Client,
  authorization: Authorization,
  challenge: Challenge,
  { proofs, domain }: IssueOptions,
): Promise<Disposable> {
  const answer = await client.getChallengeKeyAuthorization(challenge);
  if (challenge.type === 'http-01') return proofs.showAnswer(challenge.token, answer);
  const { crypto } = await import('acme-client');
  const [key, cert] = await crypto.createAlpnCertificate(authorization, answer);
  return proofs.showCertificate(domain, { key: key.toString(), cert: cert.toString() });
}

/** What the authority says of the proof that it could not see. */
function problemOf({ challenges }: Authorization) {
  const { error } = challenges.find(({ status }) => status === 'invalid') ?? {};
  const told: { readonly type?: string; readonly detail?: string } = error ?? {};
  return { type: told.type ?? '', detail: told.detail ?? 'the proof is invalid' };
}

async function settled(
  client: Client,
  order: Order,
  options: IssueOptions,
  isSettled: (order: Order) => boolean,
): Promise<Order> {
  let now = order;
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    if (isSettled(now)) return now;
    await options.pause(LOOK_MS);
    now = await client.getOrder(now);
    if (now.status === 'invalid') throw failureOf({ type: '', detail: 'the order is invalid' }, options);
  }
  throw tooLate(options);
}

function tooLate({ domain }: IssueOptions): AcmeFailure {
  return new AcmeFailure(
    `No certificate for ${domain}: the certificate authority did not come to an end; wait, nothing has to be done.`,
  );
}
