import {
  type HostPort,
  readAddresses,
  type SocketAddress,
  UnreadableText,
  writeHostPort,
} from '@open-rooms/protocol';
import * as v from 'valibot';
import { within } from './deadline.ts';
import { dialable } from './destination.ts';
import { AllFailed, firstOf } from './first-of.ts';
import { JoinError } from './join-error.ts';
import { WEB_ANSWER_MAX_BYTES, WEB_ANSWER_MS, WEB_STAGGER_MS } from './limits.ts';
import type { Runtime } from './runtime.ts';
import { silenceOf } from './unreachable.ts';

/** Where every room answers `/whois`: part of the protocol (spec/whois.md). */
export const WHOIS_PORT = 26_819;

/** Where our rooms have their pages unless told otherwise. */
const PAGES_PORT = 3000;

const told = v.union([
  v.pipe(
    v.object({ addresses: v.pipe(v.array(v.string()), v.minLength(1)) }),
    v.transform(({ addresses }) => addresses.join(';')),
  ),
  v.pipe(
    v.object({ msAddr: v.string() }),
    v.transform(({ msAddr }) => msAddr),
  ),
]);

/**
 * Asks a host who its room is: on the port of the protocol, then where pages are; where a port is named, there alone.
 * @returns its addresses, all of one key
 * @throws JoinError `unreachable`, `no-whois`, `bad-whois`, `unreadable`
 */
export async function askWhois(
  place: HostPort,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<SocketAddress[]> {
  const attempts = whoisUrls(place).map((url) => (stop: AbortSignal) => askWhoisAt(url, runtime, stop));
  try {
    return await firstOf(attempts, { clock: runtime.clock, staggerMs: WEB_STAGGER_MS, signal });
  } catch (error) {
    throw error instanceof AllFailed ? tellingMost(error.errors, place) : error;
  }
}

/** The URLs of `/whois` at a host, the likeliest first. */
export function whoisUrls({ host, port }: HostPort): string[] {
  const at = (scheme: string, atPort: number | undefined) =>
    `${scheme}://${writeHostPort(atPort === undefined ? { host } : { host, port: atPort })}/whois`;
  if (port !== undefined) return [at('http', port), at('https', port)];
  return [at('http', WHOIS_PORT), at('https', undefined), at('http', PAGES_PORT), at('http', undefined)];
}

/**
 * Asks one URL who the room of its host is.
 * @throws JoinError `unreachable`, `no-whois`, `bad-whois`
 */
export async function askWhoisAt(
  url: string,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<SocketAddress[]> {
  const late = () => new JoinError('unreachable', `${url} does not answer: ${silenceOf(undefined)}.`);
  const answer = await within({ clock: runtime.clock, ms: WEB_ANSWER_MS, signal, error: late }, (stop) =>
    runtime
      .ask({ url, accept: 'application/json', maxBytes: WEB_ANSWER_MAX_BYTES, signal: stop })
      .catch((cause: unknown) => {
        throw new JoinError('unreachable', `${url} does not answer: ${silenceOf(cause)}.`, { cause });
      }),
  );
  if (answer.status !== 200) throw new JoinError('no-whois', `${url} answers with status ${answer.status}.`);
  try {
    return dialable(readAddresses(addressesIn(answer.body)));
  } catch (cause) {
    if (!(cause instanceof UnreadableText || cause instanceof JoinError)) throw cause;
    throw new JoinError(
      'bad-whois',
      `${url} answers something that is no address of a room. ${cause.message}`,
      { cause },
    );
  }
}

/** As JSON, as the bare line, or as the SSB Rooms document writes it: `msAddr="…"`. */
function addressesIn(body: string): string {
  const text = body.trim();
  if (!text.startsWith('{')) return text.replace(/^msAddr="(.*)"$/, '$1');
  const read = v.safeParse(told, parsed(text));
  return read.success ? read.output : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of several failures the one that came furthest: who answers wrongly is more to mend than who does not answer. */
function tellingMost(errors: readonly unknown[], place: HostPort): unknown {
  const known = errors.filter((error) => error instanceof JoinError);
  const bad = known.find(({ fault }) => fault === 'bad-whois');
  if (bad !== undefined) return bad;
  const host = writeHostPort(place);
  const reasons = known.map(({ message }) => message).join(' ');
  if (known.some(({ fault }) => fault === 'no-whois'))
    return new JoinError(
      'no-whois',
      `${host} does not say who its room is. ${reasons} Ask for the room's invite or address instead.`,
    );
  return new JoinError(
    'unreachable',
    `Cannot reach ${host}. ${reasons} Is the name right, is its room running, and does its firewall let ports ${WHOIS_PORT} or ${PAGES_PORT} through?`,
  );
}
