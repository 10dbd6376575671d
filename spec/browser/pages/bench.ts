import { Client, createIdentity, type Link } from '../../../client/index.ts';
import { rtcHere } from '../../../client/links/rtc/browser-rtc.ts';
import { openBrowserRuntime } from '../../../client/web/index.ts';
import type { FeedId } from '../../../protocol/index.ts';
import { linkPath, serveLinks } from '../../bench/paths/link-path.ts';
import { openRawPath, serveRaw } from '../../bench/paths/raw-path.ts';
import {
  bulkTurns,
  crowdedEchoTurns,
  echoed,
  echoTurns,
  type OpenTurns,
  openTurns,
  type PagePath,
  type PageTurns,
} from '../../bench/paths/turns.ts';
import type { Side } from '../../bench/side.ts';

const TURNS: Readonly<Record<PageTurns, OpenTurns>> = {
  ...{ echo: echoTurns, crowded: crowdedEchoTurns, open: openTurns, bulk: bulkTurns },
};

const runtime = await openBrowserRuntime();
const client = await Client.open({
  ...{ identity: createIdentity(runtime.crypto), runtime },
  links: () => import('../../../client/links/index.ts'),
});
serveLinks(client);
const Rtc = rtcHere();
serveRaw(client, Rtc);
const sides = new Map<string, Side>();

export function id(): FeedId {
  return client.id;
}

export async function join(address: string): Promise<void> {
  await client.join(address);
}

/** Readies a side; answers what it is called. */
export async function open(other: FeedId, turns: PageTurns, over: PagePath, quick: boolean): Promise<string> {
  const link = await linkTo(other);
  const path = over === 'link' ? linkPath(link) : await openRawPath(link, Rtc);
  const name = `${turns} ${over}`;
  sides.set(name, await TURNS[turns](path, quick));
  return name;
}

export async function turn(name: string): Promise<number> {
  return (await sides.get(name)?.turn()) ?? Number.NaN;
}

/** Milliseconds from asking for a tunnel until a byte has come back over the direct connection; nothing is left of it. */
export async function setUp(other: FeedId): Promise<number> {
  const from = performance.now();
  const link = await linkTo(other);
  const path = linkPath(link);
  await echoed(await path.open('echo'));
  const took = performance.now() - from;
  link.close();
  client.peer(other)?.close();
  await isEmpty();
  return took;
}

/** The same of a connection without libp2p, signalled over a link that is there. */
export async function setUpRaw(other: FeedId): Promise<number> {
  const link = await linkTo(other);
  const proof = await linkPath(link).open('echo');
  await echoed(proof);
  await proof.end();
  const from = performance.now();
  using path = await openRawPath(link, Rtc);
  await echoed(await path.open('echo'));
  return performance.now() - from;
}

/** Resolves once there are no links and no tunnels. */
export async function isEmpty(): Promise<void> {
  const empty = Promise.withResolvers<void>();
  const look = () => queueMicrotask(() => client.links.size + client.peers.size === 0 && empty.resolve());
  using _links = client.links.watch({ joined: () => undefined, left: look });
  using _peers = client.peers.watch({ joined: () => undefined, left: look });
  look();
  await empty.promise;
}

async function linkTo(other: FeedId): Promise<Link> {
  await client.connect(other);
  const link = client.link(other);
  if (link === undefined) throw new Error('No link is made of the tunnel.');
  return link;
}
