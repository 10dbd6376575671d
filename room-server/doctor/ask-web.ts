import type { IncomingMessage } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type LeafFacts, readFacts } from '../net/tls/certificate-facts.ts';

/** How long a place is given to answer: beyond it a person thinks that nothing happens. */
export const PLACE_ASKED_MS = 5_000;

/** No answer that is looked for is longer; of a longer one the rest is not read. */
const ANSWER_MAX_BYTES = 16 * 1024;

/** What a web server answered. */
export interface WebSeen {
  readonly status: number;
  readonly body: string;
  /** Its clock, in milliseconds since 1970. */
  readonly date: number | undefined;
  readonly certificate: SeenCertificate | undefined;
}

/** The certificate that was shown. */
export interface SeenCertificate extends LeafFacts {
  /** Why this machine does not trust it; `null` where it does. */
  readonly untrusted: string | null;
}

/** Asks once, whatever certificate is shown. Rejects with what the system says. */
export async function askWeb(url: URL): Promise<WebSeen> {
  const signal = AbortSignal.timeout(PLACE_ASKED_MS);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const asked =
    url.protocol === 'https:'
      ? requestHttps(url, {
          signal,
          agent: false,
          rejectUnauthorized: false,
          ...(isIP(host) === 0 && { servername: host }),
        })
      : requestHttp(url, { signal, agent: false });
  const answered = Promise.withResolvers<IncomingMessage>();
  asked.once('response', answered.resolve).once('error', answered.reject).end();
  const response = await answered.promise;
  const certificate = certificateOf(response);
  const date = Date.parse(response.headers.date ?? '');
  return {
    status: response.statusCode ?? 0,
    body: await bodyOf(response),
    date: Number.isNaN(date) ? undefined : date,
    certificate,
  };
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response) {
    parts.push(part);
    length += part.length;
    if (length > ANSWER_MAX_BYTES) break;
  }
  response.destroy();
  return Buffer.concat(parts).toString('utf8');
}

function certificateOf({ socket }: IncomingMessage): SeenCertificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const leaf = socket.getPeerX509Certificate();
  if (leaf === undefined) return undefined;
  const error: unknown = socket.authorizationError;
  const untrusted = socket.authorized ? null : error instanceof Error ? error.message : String(error);
  return { ...readFacts(leaf), untrusted };
}

/** Why nobody answered, as a clause. */
export function whyNobody(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'nothing comes back in time';
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED') return 'nobody listens there';
  if (code === 'ENOTFOUND') return 'there is no such host';
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'no network leads there';
  return error.message;
}
