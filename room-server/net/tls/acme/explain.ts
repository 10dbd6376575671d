import type { ProofKind } from './proofs.ts';

/** Why no certificate came, in one sentence that says what to do about it. */
export class AcmeFailure extends Error {
  /** Milliseconds since 1970: the certificate authority wants to hear nothing before. */
  readonly retryAt: number | undefined;

  constructor(sentence: string, options?: ErrorOptions & { readonly retryAt?: number | undefined }) {
    super(sentence, options);
    this.name = 'AcmeFailure';
    this.retryAt = options?.retryAt;
  }
}

/** A problem as a certificate authority tells it (RFC 8555 §6.7). */
export interface Problem {
  readonly type: string;
  readonly detail: string;
}

/** For whom a certificate was asked, of whom, and how the name was shown. */
export interface Attempt {
  readonly domain: string;
  readonly directory: string;
  readonly proof: ProofKind;
}

const TYPE_PREFIX = 'urn:ietf:params:acme:error:';

const PORTS: Readonly<Record<ProofKind, number>> = { 'tls-alpn-01': 443, 'http-01': 80 };

/** What to do about each kind of problem. */
const ADVICE: Readonly<Record<string, (attempt: Attempt) => string>> = {
  dns: ({ domain }) => `make an A or AAAA record of ${domain} that leads to this machine`,
  connection: ({ domain, proof }) =>
    `let TCP port ${PORTS[proof]} of ${domain} through firewall and router to this room, and see that the name leads to this machine`,
  unauthorized: ({ domain, proof }) =>
    `something else answers on port ${PORTS[proof]} of ${domain}: see that the name leads to this machine and that no other server or proxy has that port`,
  tls: ({ domain }) =>
    `something else speaks TLS on port 443 of ${domain}: a proxy that does has to get the certificate itself`,
  caa: ({ domain }) =>
    `a CAA record of ${domain} names other certificate authorities: add this one, or ask one of them`,
  rejectedIdentifier: ({ domain }) =>
    `it gives none for ${domain}: use a name that is public, in a domain of your own`,
  rateLimited: () => 'it has been asked too often: wait, nothing has to be done',
  invalidContact: () => 'give --acme-email an address that exists',
  unsupportedContact: () => 'give --acme-email an address that exists',
  externalAccountRequired: () => 'it wants an account made beforehand: use another one with --acme-directory',
  serverInternal: () => 'it has a fault of its own: wait, nothing has to be done',
};

/** What answers that come in words alone are about. */
const BY_WORDS: readonly (readonly [words: RegExp, type: string])[] = [
  [/rate.?limit|too many/i, 'rateLimited'],
  [/\bCAA\b/, 'caa'],
  [/contact|e-?mail/i, 'invalidContact'],
  [/external account/i, 'externalAccountRequired'],
  [/\bbusy\b|retry later|internal error/i, 'serverInternal'],
  [/forbidden|policy|blocked|public suffix|not a valid|reserved/i, 'rejectedIdentifier'],
];

/** Some say "unauthorized" where they met nobody. */
const UNREACHED = /failed to connect|connection refused|timed? ?out/i;

/** `retry after 2026-03-01T10:00:00Z`, or with a space and UTC. */
const RETRY_AFTER = /retry after (\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)/i;

/** The failure that a problem is. */
export function failureOf(problem: Problem, attempt: Attempt): AcmeFailure {
  const told = problem.type.startsWith(TYPE_PREFIX) ? problem.type.slice(TYPE_PREFIX.length) : problem.type;
  const detail = problem.detail.replace(/\s+/g, ' ').trim();
  const type = UNREACHED.test(detail) ? 'connection' : told;
  const advice = ADVICE[type]?.(attempt) ?? `see that ${attempt.domain} leads to this machine`;
  const [, day, time] = RETRY_AFTER.exec(detail) ?? [];
  return new AcmeFailure(
    `No certificate for ${attempt.domain}: the certificate authority says "${detail}"; ${advice}.`,
    { retryAt: day === undefined ? undefined : timeOf(`${day}T${time}Z`) },
  );
}

/** Milliseconds since 1970; `undefined` for a day that no calendar has. */
function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** The failure that anything else is: what the network says, or an answer in words alone. */
export function failureFrom(error: unknown, attempt: Attempt): AcmeFailure {
  if (error instanceof AcmeFailure) return error;
  const text = error instanceof Error ? error.message || String(error) : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === '') {
    const [, type] = BY_WORDS.find(([words]) => words.test(text)) ?? [];
    return failureOf({ type: type ?? '', detail: text }, attempt);
  }
  return new AcmeFailure(
    `No certificate for ${attempt.domain}: ${attempt.directory} cannot be asked (${text || code}); ${networkAdvice(code)}.`,
    { cause: error },
  );
}

function networkAdvice(code: string): string {
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return 'where it is a certificate authority of your own, name the file of its certificate in the variable NODE_EXTRA_CA_CERTS';
  }
  return 'see that this machine is online, and that --acme-directory is right';
}
