import {
  type Client,
  LinkError,
  linkTo,
  measureLink,
  type PeerConnection,
  PeerStreamError,
} from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { printable } from '../../observe/printable.ts';
import { EXIT } from '../failure.ts';
import { SIGNAL_EXIT } from '../start.ts';
import type { Terminal } from '../terminal.ts';
import type { PeerEvent } from './events.ts';
import { staying } from './open-client.ts';
import type { MeasureWish } from './peer-wish.ts';
import { reach } from './reach.ts';
import { type Stopping, stopping } from './stopping.ts';
import { telling } from './tell.ts';
import { whoIs } from './watch-room.ts';

type Measurement = Extract<PeerEvent, { readonly event: 'measured' }>;

/**
 * Measures the path to somebody: how long it takes to make, to go there and back, and what it carries.
 *
 * @returns the exit code.
 */
export async function measure(wish: MeasureWish, terminal: Terminal): Promise<number> {
  using stop = stopping(terminal);
  const { json } = wish;
  const output = json ? terminal.stdout : terminal.stderr;
  const told = { json, output, terminal, isAsking: false, rooms: () => 1, onUnread: stop.stop };
  const { tell } = telling(told);
  const result = telling({ ...told, output: terminal.stdout });
  try {
    await using acting = await staying({ ...wish, throughRoom: false, strangers: 'request' }, terminal);
    let dialled = 0;
    const onDial = () => {
      dialled = nodeRuntime.clock.now();
    };
    const peer = await reach(wish, acting, { tell, stop, onDial, act: 'measure the path to' });
    const tunnelMs = nodeRuntime.clock.now() - dialled;
    result.tell(await measured(peer, acting.client, { wish, stop, tunnelMs, dialled }));
    return EXIT.done;
  } catch (error) {
    if (stop.by !== undefined) return SIGNAL_EXIT[stop.by];
    throw error;
  }
}

interface Begun {
  readonly wish: MeasureWish;
  readonly stop: Stopping;
  readonly tunnelMs: number;
  readonly dialled: number;
}

async function measured(peer: PeerConnection, client: Client, begun: Begun): Promise<Measurement> {
  const { wish, stop, tunnelMs, dialled } = begun;
  const { clock } = nodeRuntime;
  const { signal } = stop;
  const facts = { event: 'measured', ...whoIs(client, peer.id), encrypted: true, tunnelMs } as const;
  const link = await linkTo(peer, { links: client.links, clock, signal });
  const asked = clock.now();
  try {
    if (link === undefined) throw new LinkError('refused', 'they open no links');
    const { firstByteMs, ...rest } = await measureLink(link, {
      clock,
      signal,
      throughRoom: wish.throughRoom === true,
    });
    return { ...facts, ...rest, linkMs: asked - dialled + firstByteMs };
  } catch (error) {
    if (!(error instanceof LinkError || error instanceof PeerStreamError)) throw error;
    // Whoever answers a call at all shows how far they are.
    const roundTripMs = await peer.roundTrip();
    const sentence = printable(error.message);
    return { ...facts, path: 'room', roundTripMs, toThem: null, fromThem: null, linkMs: null, sentence };
  }
}
