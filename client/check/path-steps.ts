import { type IceServer, type IceUrl, readIceUrl } from '@open-rooms/protocol';
import { within } from '../connection/deadline.ts';
import type { PathKind } from '../links/rtc/path.ts';
import type { Check } from './check.ts';
import { RELAY_TRIED_MS, STUN_ASKED_MS } from './limits.ts';
import type { MappedAddress, NetworkProbe, UdpPort } from './network-probe.ts';
import type { Passed } from './steps.ts';

/** Servers of a room that are tried, so that a room cannot make a check endless. */
const MAX_SERVERS_TRIED = 8;

/** What a server of a room said to us; `undefined` where it said nothing. */
interface Tried {
  readonly mapped: MappedAddress[];
  readonly hasStun: boolean;
  relay: string | undefined;
  /** A TURN server that only browsers can use. */
  unknownRelay: string | undefined;
}

/**
 * What two browsers behind this network would get, tried out by the servers that the room names (spec/check.md): direct
 * paths, relayed ones, or those through the room. `null` where that cannot be said.
 */
export async function tryPaths(ice: readonly IceServer[], check: Check): Promise<PathKind | null> {
  const { network, steps } = check;
  if (network === undefined) {
    steps.skip('path', 'Which paths browsers would get cannot be tried out from here.');
    return null;
  }
  if (ice.length === 0) {
    steps.skip('path', NO_SERVERS);
    return null;
  }
  const tried = await tryServers(ice, network, check);
  const { kind, passed } = verdictOf(tried);
  await steps.run('path', async () => passed);
  return kind;
}

const NO_SERVERS =
  'The room names no STUN and no TURN server: browsers in one network find direct paths, all others go through the room.';

async function tryServers(ice: readonly IceServer[], network: NetworkProbe, check: Check): Promise<Tried> {
  using udp = network.openUdp();
  const urls = ice.flatMap((server) => server.urls.flatMap((text) => urlOf(text, server)));
  const known = urls.slice(0, MAX_SERVERS_TRIED);
  const hasStun = known.some(({ url }) => url.scheme === 'stun');
  const tried: Tried = { mapped: [], hasStun, relay: undefined, unknownRelay: undefined };
  for (const { url, text, server } of known) {
    if (url.scheme === 'stun') await check.steps.run('stun', () => askStun(url, text, udp, tried, check));
    else await tryTurn(url, { ...server, urls: [text] }, { network, udp, tried, check });
  }
  return tried;
}

interface Named {
  readonly url: IceUrl;
  readonly text: string;
  readonly server: IceServer;
}

function urlOf(text: string, server: IceServer): Named[] {
  const url = readIceUrl(text);
  return url === undefined ? [] : [{ url, text, server }];
}

async function askStun(
  url: IceUrl,
  text: string,
  udp: UdpPort,
  tried: Tried,
  check: Check,
): Promise<Passed<boolean>> {
  const mapped = await mappedBy(url, udp, check);
  if (mapped === undefined) {
    const sentence = `Nothing comes back from ${text}: UDP does not get through from here, or that port is closed at the room.`;
    return { value: false, sentence, remark: 'stun-silent' };
  }
  tried.mapped.push(mapped);
  const whose = mapped.isOwn ? 'an address of this machine' : 'the address that a router gives this machine';
  return { value: true, sentence: `${text} sees this machine at ${mapped.text}, ${whose}.` };
}

interface Turn {
  readonly network: NetworkProbe;
  readonly udp: UdpPort;
  readonly tried: Tried;
  readonly check: Check;
}

async function tryTurn(url: IceUrl, server: IceServer, turn: Turn): Promise<void> {
  const { network, udp, tried, check } = turn;
  const [text = ''] = server.urls;
  if (url.transport !== 'udp') {
    tried.unknownRelay ??= text;
    check.steps.skip('turn', `${text} can only be tried out by a browser.`);
    return;
  }
  // TURN servers answer STUN, too: whether a router gives each far end another port shows in two answers.
  const mapped = await mappedBy(url, udp, check);
  if (mapped !== undefined) tried.mapped.push(mapped);
  await check.steps.run('turn', async () => {
    if (await hasRelay(server, network, check)) {
      tried.relay ??= text;
      return { value: true, sentence: `${text} takes the credentials that the room makes, and relays.` };
    }
    const why =
      mapped === undefined
        ? 'nothing comes back from it'
        : 'it does not take the credentials that the room makes, or has no address left';
    return { value: false, sentence: `${text} does not relay: ${why}.`, remark: 'turn-refused' };
  });
}

async function hasRelay(server: IceServer, network: NetworkProbe, check: Check): Promise<boolean> {
  const run = (signal: AbortSignal) => network.tryRelay(server, signal);
  return (await unlessLate(RELAY_TRIED_MS, check, run)) === true;
}

function mappedBy({ host, port }: IceUrl, udp: UdpPort, check: Check): Promise<MappedAddress | undefined> {
  return unlessLate(STUN_ASKED_MS, check, (signal) => udp.askStun(host, port, signal));
}

/** What comes in time; `undefined` where nothing does, or the system says why not. */
async function unlessLate<T>(
  ms: number,
  { runtime, signal }: Check,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await within({ clock: runtime.clock, ms, signal, error: () => new Error('late') }, run);
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

const GET_DIRECT = 'Browsers behind this network get direct paths';

const LIKELY_DIRECT =
  'Browsers behind this network are likely to get direct paths: one server sees the port that the router between gives this machine, and only a second one elsewhere could tell whether the router keeps it';

interface PathVerdict {
  readonly kind: PathKind;
  readonly passed: Passed<PathKind>;
}

/** What browsers would make of that. */
function verdictOf({ mapped, hasStun, relay, unknownRelay }: Tried): PathVerdict {
  const ports = new Set(mapped.map(({ text }) => text));
  const [first] = mapped;
  if (first?.isOwn) return verdict('direct', `${GET_DIRECT}: no router is in between.`);
  if (ports.size === 1) {
    const seenBy = new Set(mapped.map(({ by }) => by));
    if (seenBy.size > 1) return verdict('direct', `${GET_DIRECT}: the router between keeps its port.`);
    const otherwise = relay === undefined ? 'go through the room' : `are relayed by ${relay}`;
    return verdict('direct', `${LIKELY_DIRECT}; where it does not, they ${otherwise}.`);
  }
  const why =
    first === undefined
      ? hasStun
        ? 'no answer of STUN comes back'
        : 'no server answers'
      : 'the router between gives each far end another port';
  if (relay !== undefined)
    return verdict('relayed', `Browsers behind this network are relayed by ${relay}: ${why}.`);
  if (unknownRelay !== undefined)
    return verdict(
      'relayed',
      `Browsers behind this network depend on ${unknownRelay}, which only they can try: ${why}.`,
    );
  const cost = 'slower, and as long as both are in the room';
  const sentence = `Browsers behind this network go through the room, ${cost}: ${why}, and the room names no TURN server that relays.`;
  return { kind: 'room', passed: { value: 'room', sentence, remark: 'no-direct-path' } };
}

function verdict(kind: PathKind, sentence: string): PathVerdict {
  return { kind, passed: { value: kind, sentence } };
}
