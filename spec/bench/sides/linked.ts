import { Client, createIdentity, type Link, type PeerConnection } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { writeAddresses } from '@open-rooms/protocol';
import { Rtc } from '../../../client/links/rtc/node-rtc.ts';
import type { BenchCase, OpenSide, Side } from '../case.ts';
import { linkPath, serveLinks } from '../paths/link-path.ts';
import { type Path, serve } from '../paths/path.ts';
import { openRawPath, serveRaw } from '../paths/raw-path.ts';
import type { OpenTurns } from '../paths/turns.ts';
import { NETWORK_KEY } from '../peers/join.ts';
import type { RoomTarget } from '../targets/room-target.ts';

/** Two of our clients in a room, in this process; the far one serves whatever is opened to it. */
export interface Pair extends AsyncDisposable {
  readonly near: Client;
  readonly far: Client;
}

export async function openPair({ host, port, id }: RoomTarget): Promise<Pair> {
  await using opened = new AsyncDisposableStack();
  const [near, far] = [opened.use(await openClient()), opened.use(await openClient())];
  serveLinks(far);
  serveRaw(far, Rtc);
  const address = writeAddresses([{ transport: 'net', host, port, key: id }]);
  await far.join(address);
  await near.join(address);
  const all = opened.move();
  return { near, far, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

function openClient(): Promise<Client> {
  return Client.open({
    ...{ identity: createIdentity(nodeRuntime.crypto), runtime: nodeRuntime, networkKey: NETWORK_KEY },
    strangers: 'accept',
    links: () => import('@open-rooms/client/links'),
    onPipe: (pipe) => {
      const stream = pipe.accept();
      serve(stream, pipe.offer.name === 'echo' ? 'echo' : 'sink').catch(() => stream.abort('cut'));
    },
  });
}

/** Opens the tunnel of a pair. */
export async function tunnelOf({ near, far }: Pair): Promise<{ peer: PeerConnection; link: Link }> {
  const peer = await near.connect(far.id);
  const link = near.link(far.id);
  if (link === undefined) throw new Error('No link is made of the tunnel.');
  return { peer, link };
}

/** The sides of a case on an open path: a link, the tunnel through ssb-room, and a data channel alone. */
export function onPaths(turns: OpenTurns): Pick<BenchCase, 'ours' | 'peer' | 'floor'> {
  const over = (room: 'ours' | 'stock', way: (link: Link, peer: PeerConnection) => Path | Promise<Path>) =>
    sideOf(room, turns, way);
  return {
    ours: over('ours', (link) => linkPath(link)),
    peer: over('stock', (_link, peer) => ({ open: async (name) => peer.pipe({ name }) })),
    floor: over('ours', (link) => openRawPath(link, Rtc)),
  };
}

function sideOf(
  room: 'ours' | 'stock',
  turns: OpenTurns,
  way: (link: Link, peer: PeerConnection) => Path | Promise<Path>,
): OpenSide {
  return async (servers, quick): Promise<Side> => {
    await using opened = new AsyncDisposableStack();
    const pair = opened.use(await openPair(await servers[room]()));
    const { link, peer } = await tunnelOf(pair);
    const path = await way(link, peer);
    if (Symbol.dispose in path) opened.use(path as Path & Disposable);
    const side = opened.use(await turns(path, quick));
    const all = opened.move();
    return { turn: () => side.turn(), [Symbol.asyncDispose]: () => all.disposeAsync() };
  };
}
