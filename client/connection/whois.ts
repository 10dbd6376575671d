import {
  type HostPort,
  readAddresses,
  readHostPort,
  type SocketAddress,
  UnreadableText,
  writeHostPort,
} from '@open-rooms/protocol';
import * as v from 'valibot';
import { tidyName } from '../contacts/name.ts';
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

/** Characters of a description that are taken: as many as our rooms have. */
const DESCRIPTION_MAX_CHARS = 2_000;

/** What a room's host says of it. It is plain http: none of it is proven. */
export interface ToldRoom {
  /** All of one key. */
  readonly addresses: SocketAddress[];
  /** What the room calls itself, safe to show on one line; may be empty. */
  readonly name: string;
  /** Plain text of several lines; may be empty. */
  readonly description: string;
  /** How many are in it; `undefined` where it does not say. */
  readonly online: number | undefined;
}

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

/** What our rooms say besides; of others nothing is expected. */
const about = v.object({
  name: v.fallback(v.string(), ''),
  description: v.fallback(v.string(), ''),
  online: v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))), undefined),
});

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
  return (await askAbout(place, runtime, signal)).addresses;
}

/**
 * Asks a host as {@link askWhois} does, and keeps what it says of its room besides.
 * @throws JoinError `unreachable`, `no-whois`, `bad-whois`, `unreadable`
 */
export async function askAbout(place: HostPort, runtime: Runtime, signal: AbortSignal): Promise<ToldRoom> {
  const attempts = whoisUrls(place).map((url) => async (stop: AbortSignal) => {
    const told = await askAboutAt(url, runtime, stop);
    return { ...told, addresses: withThatOf(url, told.addresses) };
  });
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
  return [
    at('http', WHOIS_PORT),
    at('https', undefined),
    at('http', PAGES_PORT),
    at('https', PAGES_PORT),
    at('http', undefined),
  ];
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
  return (await askAboutAt(url, runtime, signal)).addresses;
}

async function askAboutAt(url: string, runtime: Runtime, signal: AbortSignal): Promise<ToldRoom> {
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
    return { addresses: dialable(readAddresses(addressesIn(answer.body))), ...aboutIn(answer.body) };
  } catch (cause) {
    if (!(cause instanceof UnreadableText || cause instanceof JoinError)) throw cause;
    throw new JoinError(
      'bad-whois',
      `${url} answers something that is no address of a room. ${cause.message}`,
      { cause },
    );
  }
}

/**
 * A room that speaks WebSocket does so where its pages are. Where these are on the usual port, a proxy may stand there of
 * which the room does not know, and its own port may be closed: the way by which it was asked comes first.
 */
function withThatOf(url: string, told: readonly SocketAddress[]): SocketAddress[] {
  const [, scheme, place] = /^(https?):\/\/(\[[^\]]*\]|[^/:]*)\/whois$/.exec(url) ?? [];
  const [first] = told.filter(({ transport }) => transport === 'ws' || transport === 'wss');
  if (first === undefined || place === undefined) return [...told];
  const { host } = readHostPort(place);
  const [transport, port] = scheme === 'https' ? (['wss', 443] as const) : (['ws', 80] as const);
  const isSame = (address: SocketAddress) =>
    address.transport === transport && address.host === host && address.port === port;
  return [{ transport, host, port, key: first.key }, ...told.filter((address) => !isSame(address))];
}

/** As JSON, as the bare line, or as the SSB Rooms document writes it: `msAddr="…"`. */
function addressesIn(body: string): string {
  const text = body.trim();
  if (!text.startsWith('{')) return text.replace(/^msAddr="(.*)"$/, '$1');
  const read = v.safeParse(told, parsed(text));
  return read.success ? read.output : text;
}

function aboutIn(body: string): Omit<ToldRoom, 'addresses'> {
  const read = v.safeParse(about, parsed(body));
  const { name, description, online } = read.success ? read.output : { name: '', description: '' };
  const text = description.toWellFormed().slice(0, DESCRIPTION_MAX_CHARS);
  return { name: tidyName(name), description: text, online };
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
