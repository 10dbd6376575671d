import type { TestContext } from 'node:test';
import { setTimeout as passed } from 'node:timers/promises';
import { type OurRoom, startOurRoom } from '../conformance/our-room.ts';
import { BEHIND, NetworkProxy } from '../network/proxy.ts';
import type { Tab } from './app.ts';
import { bothHave, chatOf, rowOf, said, say } from './inside.ts';
import type { Side } from './udp-paths.ts';

const TEXTS = ['Before', 'Ann, in the dark', 'Bob, in the dark', 'After, by Ann', 'After, by Bob'];

/** How two pages are linked, and what stands between them beside the room. */
export interface Way extends Disposable {
  /** What a room is started with. */
  readonly flags: readonly string[];
  /** What the path line says. */
  readonly line: RegExp;
  /** Somebody who goes in, on one of both sides. */
  enter(room: Pick<OurRoom, 'ready'>, name: string, side: Side): Promise<Tab>;
  block(): void;
  allow(): void;
}

/**
 * Two pages behind a network that is gone for a while: the room, and what else they know each other by. Answers how many
 * seconds after its return their link was there again.
 */
async function outage(between: Promise<Way>, seconds: number): Promise<number> {
  using way = await between;
  await using network = await NetworkProxy.before();
  const flags = ['--host', BEHIND, '--http-port', `${network.port}`, ...way.flags];
  await using room = await startOurRoom({ name: 'Tea house', flags });
  const ready = { ...room.ready, http: `http://127.0.0.1:${network.port}` };
  const [ann, bob] = [await way.enter({ ready }, 'Ann', 0), await way.enter({ ready }, 'Bob', 1)];
  const [here, there] = [chatOf(ann.page), chatOf(bob.page)];
  const lines = [rowOf(ann.page, 'Bob'), rowOf(bob.page, 'Ann')].map((row) => row.getByText(way.line));
  const areLinked = () => Promise.all(lines.map((line) => line.waitFor()));
  await areLinked();
  await say(here, 'Before');
  await said(there, 'Before').waitFor();

  way.block();
  network.pause();
  await say(here, 'Ann, in the dark');
  await say(there, 'Bob, in the dark');
  await passed(seconds * 1000);
  for (const line of lines) await line.waitFor({ state: 'detached' });
  way.allow();
  network.resume();

  const from = performance.now();
  await areLinked();
  const took = (performance.now() - from) / 1000;
  await say(here, 'After, by Ann');
  await say(there, 'After, by Bob');
  await bothHave([here, there], TEXTS);
  return took;
}

/** All of them beside each other, for it is waiting that takes the time; says what they took. */
export async function outages(
  t: TestContext,
  way: () => Promise<Way>,
  lengths: readonly number[],
): Promise<void> {
  const took = await Promise.all(lengths.map((seconds) => outage(way(), seconds)));
  for (const [index, seconds] of lengths.entries())
    t.diagnostic(`${seconds} s without a network: the link is back after ${took[index]?.toFixed(1)} s`);
}
