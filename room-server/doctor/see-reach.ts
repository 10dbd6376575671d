import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { readAddresses, type SocketAddress, writeHostPort } from '@open-rooms/protocol';
import type { Health } from '../control/health.ts';
import { askWeb, PLACE_ASKED_MS, type SeenCertificate, whyNobody } from './ask-web.ts';
import { type HostFacts, isLoopback, type Tried } from './judge-reach.ts';

/** What came of asking somewhere. */
export type Answer =
  | { readonly is: 'the-room'; readonly does?: string; readonly also?: string }
  | { readonly is: 'another' | 'none'; readonly why: string };

/** What came of shaking hands: `turned-away` by a peer of this network that did not prove its key to us. */
type Handshake = Answer | { readonly is: 'turned-away'; readonly why: string };

/** How a client tries out a room: the command line lends ours. Both reject with what the system, or the signal, says. */
export interface Visitor {
  /** Shakes hands at an address, as nobody that the room knows, and hangs up. */
  shakeHands(address: SocketAddress, networkKey: Uint8Array, signal: AbortSignal): Promise<Handshake>;
  /** Asks a STUN server, and answers where it sees us. */
  askStun(host: string, port: number, signal: AbortSignal): Promise<string>;
}

/** What was tried, and which certificate the public address showed. */
export interface SeenReach {
  readonly tried: readonly Tried[];
  readonly shown: SeenCertificate | undefined;
}

export async function seeHost(host: string | null): Promise<HostFacts> {
  const own = ownAddresses();
  if (host === null) return { host, addresses: [], own };
  try {
    const found = await lookup(host, { all: true });
    return { host, addresses: found.map(({ address }) => address), own };
  } catch (error) {
    return { host, addresses: [], own, why: whyNobody(error) };
  }
}

/** Tries every port of a running room at an address of this machine, and at its public name where that leads somewhere. */
export async function seeReach(health: Health, host: HostFacts, visitor: Visitor): Promise<SeenReach> {
  const inside = insideOf(health.host);
  const { publicHost } = health;
  const isOutside = publicHost !== null && host.addresses.length > 0;
  const isHere = host.addresses.some((address) => isLoopback(address) || host.own.includes(address));
  const attempts = [...triesAt(inside, health, visitor)];
  if (isOutside) attempts.push(...triesAt(publicHost, health, visitor));
  const certificates: SeenCertificate[] = [];
  const tried = await Promise.all(
    attempts.map(async ({ name, place, host: at, run }): Promise<Tried> => {
      const by = at === inside || isHere ? 'inside' : 'router';
      const from = performance.now();
      try {
        const answer = await run((certificate) => certificates.push(certificate));
        if (answer.is !== 'the-room') return { name, place, by, answer };
        return { name, place, by, answer: { ...answer, milliseconds: performance.now() - from } };
      } catch (error) {
        return { name, place, by, answer: { is: 'none', why: whyNobody(error) } };
      }
    }),
  );
  return { tried, shown: certificates[0] };
}

interface Attempt {
  readonly name: Tried['name'];
  readonly place: string;
  readonly host: string;
  readonly run: (onShown: (certificate: SeenCertificate) => void) => Promise<Answer>;
}

function triesAt(host: string, health: Health, visitor: Visitor): Attempt[] {
  const { ports, publicHost, web } = health;
  const signal = AbortSignal.timeout(PLACE_ASKED_MS);
  const attempt = (name: Tried['name'], port: number, run: Attempt['run']): Attempt => {
    return { name, place: writeHostPort({ host, port }), host, run };
  };
  const scheme = health.certificate === null ? 'http' : 'https';
  const own = new URL(`${scheme}://${writeHostPort({ host, port: ports.http })}`);
  const pages = host === publicHost ? new URL(web) : own;
  const { key } = addressOf(health);
  const isPublic = host === publicHost;
  return [
    attempt('peers', ports.net, () => shakeHands(host, health, visitor, signal)),
    {
      ...{ name: 'web', place: pages.origin, host },
      run: (onShown) => askPages(pages, key, isPublic ? onShown : () => undefined),
    },
    ...(ports.whois === null
      ? []
      : [
          attempt('whois', ports.whois, () =>
            askPages(
              new URL(`http://${writeHostPort({ host, port: ports.whois ?? 0 })}`),
              key,
              () => undefined,
            ),
          ),
        ]),
    ...(ports.stun === null
      ? []
      : [attempt('stun', ports.stun, () => askStun(host, ports.stun ?? 0, visitor, signal))]),
  ];
}

async function shakeHands(
  host: string,
  health: Health,
  visitor: Visitor,
  signal: AbortSignal,
): Promise<Answer> {
  const address: SocketAddress = { ...addressOf(health), host, port: health.ports.net };
  const answer = await visitor.shakeHands(address, Buffer.from(health.networkKey, 'base64'), signal);
  if (answer.is !== 'turned-away') return answer;
  // Whoever is no member is hung up on: that is what such a room is for.
  if (health.mode !== 'restricted') return { ...answer, is: 'another' };
  return { is: 'the-room', does: 'turns strangers away, as a room of members does' };
}

async function askStun(host: string, port: number, visitor: Visitor, signal: AbortSignal): Promise<Answer> {
  const seen = await visitor.askStun(host, port, signal);
  return { is: 'the-room', also: `It sees this machine at ${seen}.` };
}

/** Asks `/whois`, which every HTTP face of a room answers. */
async function askPages(
  base: URL,
  roomId: string,
  onShown: (certificate: SeenCertificate) => void,
): Promise<Answer> {
  const { status, body, certificate } = await askWeb(new URL('/whois?encoding=json', base));
  if (certificate !== undefined) onShown(certificate);
  if (status !== 200) return { is: 'another', why: `it answers /whois with status ${status}` };
  try {
    const answer: unknown = JSON.parse(body);
    const named =
      typeof answer === 'object' && answer !== null && 'roomId' in answer ? answer.roomId : undefined;
    if (named === roomId) return { is: 'the-room' };
    return { is: 'another', why: named === undefined ? 'it names no room' : `it names the room ${named}` };
  } catch {
    return { is: 'another', why: 'what it answers to /whois is no room' };
  }
}

function addressOf({ address }: Health): SocketAddress {
  const [first] = readAddresses(address);
  if (first?.transport !== 'net') throw new Error(`The room named no address: ${address}`);
  return first;
}

/** The address of this machine at which the room listens. */
function insideOf(host: string | null): string {
  return host === null || host === '0.0.0.0' || host === '::' || host === 'localhost' ? '127.0.0.1' : host;
}

function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.map(({ address }) => address);
}
