import type { Metadata } from '@open-rooms/protocol';
import { type Destination, readDestination } from '../connection/destination.ts';
import { JoinError } from '../connection/join-error.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { PathKind } from '../links/rtc/path.ts';
import { findOwner } from './alias-steps.ts';
import type { Check } from './check.ts';
import { askGeneration, attend, enter, listen, seeArrival, seeDeparture } from './enter-steps.ts';
import { type Found, findRoomOf } from './find-steps.ts';
import { visitEverywhere } from './handshake-steps.ts';
import { timeRoom } from './latency-steps.ts';
import type { NetworkProbe } from './network-probe.ts';
import { tryPaths } from './path-steps.ts';
import type { CheckReport, CheckStep } from './report.ts';
import { Steps } from './steps.ts';
import { tryTunnel } from './tunnel-steps.ts';
import { reportOf } from './verdict.ts';
import { Visitor } from './visitor.ts';

export interface CheckOptions {
  /** Gives the check up: `checkRoom` rejects with its reason. */
  readonly signal?: AbortSignal;
  /** What tries the network out; without it, nothing is said of paths. */
  readonly network?: NetworkProbe;
  /** Told of every step when it is done. */
  readonly onStep?: (step: CheckStep) => void;
}

/**
 * Tries out a room as two throw-away clients would use it: whois, handshake at every address, the methods of rooms,
 * who is there and who comes, a tunnel from one to the other. Nothing of an invite is spent (spec/check.md).
 * @param text whatever leads to a room: a host name, an address, an invite, an alias
 * @param networkKey 32 bytes
 */
export async function checkRoom(
  text: string,
  runtime: Runtime,
  networkKey: Uint8Array,
  { signal = new AbortController().signal, network, onStep = () => undefined }: CheckOptions = {},
): Promise<CheckReport> {
  signal.throwIfAborted();
  using scope = new DisposableStack();
  const steps = new Steps(runtime.clock, onStep);
  const check: Check = { runtime, networkKey, signal, network, steps, scope };
  const destination = destinationOf(text, check);
  const found = destination && (await findRoomOf(destination, check));
  const visitor = found && (await visitEverywhere(found, check));
  if (found === undefined || visitor === undefined)
    return reportOf(steps.taken, { room: null, name: '', path: null });
  const metadata = await enter(visitor, check);
  const path = metadata === undefined ? null : await tryRoom(visitor, found, metadata, check);
  return reportOf(steps.taken, { room: visitor.connection.room, name: metadata?.name ?? '', path });
}

function destinationOf(text: string, { steps }: Check): Destination | undefined {
  try {
    return readDestination(text);
  } catch (error) {
    if (!(error instanceof JoinError)) throw error;
    steps.fail('destination', 'unreadable', error.message);
    return undefined;
  }
}

/** All that can be done in a room. A part that fails does not keep the others from being tried. */
async function tryRoom(
  first: Visitor,
  found: Found,
  metadata: Metadata,
  check: Check,
): Promise<PathKind | null> {
  const { ice = [] } = (await askGeneration(first, metadata, check)) ?? {};
  const isListed = await listen(first, check);
  await findOwner(found, first, isListed, check);
  await meet(first, isListed, check);
  return tryPaths(ice, check);
}

/** A second client comes, talks with the first, and goes. */
async function meet(first: Visitor, isListed: boolean, check: Check): Promise<void> {
  const { steps } = check;
  const second = await comeSecond(first, isListed, check);
  if (second === undefined) return;
  await steps.run('tunnel', () => tryTunnel(first, second, check));
  if (isListed && first.attendants.has(second.id))
    await steps.run('departure', () => seeDeparture(first, second, check));
  await steps.run('latency', () => timeRoom(first, check));
}

/** The second client, and whether the first is told of it. */
async function comeSecond(first: Visitor, isListed: boolean, check: Check): Promise<Visitor | undefined> {
  const { steps } = check;
  let second: Visitor | undefined;
  await steps.run('arrival', async () => {
    const visitor = await Visitor.dial(first.address, check);
    await attend(visitor, check);
    second = visitor;
    if (isListed) return seeArrival(first, visitor, check);
    return { value: true, sentence: 'A second client comes in; the room tells nobody of it.' };
  });
  return second;
}
