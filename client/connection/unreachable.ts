import { type HostPort, writeHostPort } from '@open-rooms/protocol';
import { JoinError } from './join-error.ts';

/** How a host could not be reached: which it is, the system's error code tells. */
export type Unreached =
  /** No host has that name. */
  | 'no-such-host'
  /** The host is there and refuses the port. */
  | 'nobody-listens'
  /** No network leads there. */
  | 'no-route'
  /** Nothing came in time, not even a refusal: as firewalls have it. */
  | 'no-answer'
  /** Something else, which the system says in its own words. */
  | 'other';

const CODES: Readonly<Record<string, Unreached>> = {
  ECONNREFUSED: 'nobody-listens',
  ENOTFOUND: 'no-such-host',
  EAI_AGAIN: 'no-such-host',
  ENETUNREACH: 'no-route',
  EHOSTUNREACH: 'no-route',
  ETIMEDOUT: 'no-answer',
  // Of Node's web client.
  UND_ERR_CONNECT_TIMEOUT: 'no-answer',
  UND_ERR_HEADERS_TIMEOUT: 'no-answer',
  UND_ERR_BODY_TIMEOUT: 'no-answer',
};

/** What a system's error says of how a host could not be reached; without one the time was up. */
export function unreachedBy(cause: unknown): Unreached {
  if (cause === undefined) return 'no-answer';
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return CODES[code] ?? 'other';
}

/** A host that could not be reached, in words. Without `cause` the time was up. */
export function unreachable({ host, port }: HostPort, cause?: unknown): JoinError {
  const place = writeHostPort(port === undefined ? { host } : { host, port });
  return new JoinError('unreachable', sentenceOf(unreachedBy(cause), place, host, cause), { cause });
}

function sentenceOf(how: Unreached, place: string, host: string, cause: unknown): string {
  switch (how) {
    case 'nobody-listens':
      return `Nobody listens at ${place}. Is the room running, and is the port right?`;
    case 'no-such-host':
      return `No host is called ${host}. Is the name right, and is this machine online?`;
    case 'no-route':
      return `There is no way to ${place} from here. Is this machine online?`;
    case 'no-answer':
      return `${place} does not answer. Is the room running, and does its firewall let that port through?`;
    case 'other':
      return `Cannot reach ${place}: ${textOf(cause)}.`;
  }
}

/** Why a web address does not answer, as the end of a sentence. */
export function silenceOf(cause: unknown): string {
  switch (unreachedBy(cause)) {
    case 'nobody-listens':
      return 'nobody listens there';
    case 'no-such-host':
      return 'no host has that name';
    case 'no-route':
      return 'there is no way there from here';
    case 'no-answer':
      return 'nothing came in time';
    case 'other':
      if (isUntrusted(cause)) return 'it has a certificate that this machine does not trust';
      return speaksNoTls(cause) ? 'it does not speak https' : textOf(cause);
  }
}

/** What OpenSSL says of that is for its developers. */
function speaksNoTls(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('ERR_SSL_');
}

/** How Node calls certificates that nobody it knows vouches for, or that are for another time or host. */
const UNTRUSTED = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/;

/** What OpenSSL says of them tells how to run Node. */
function isUntrusted(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && UNTRUSTED.test(String(cause.code));
}

/** What an error says, without a full stop at its end. */
function textOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().replace(/\.$/, '');
}
