import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { settled } from '../../testing/fake-world.ts';
import { RtcNetwork } from '../../testing/rtc-network.ts';
import { MemorySignalWire } from '../../testing/signal-wires.ts';
import type { RtcPeer } from '../rtc/rtc.ts';
import { MediaConnection, type MediaState } from './media-connection.ts';

const CHANNEL = { id: 1, label: 'test' };

/** Ticks are a tenth of a second apart: what is due is seen within half of that. */
const STEP_MS = 50;

/** Two who hear each other on a network in memory; of both, the first is polite. */
async function connected(once = false) {
  const clock = new VirtualClock();
  const network = new RtcNetwork(clock);
  const wires = MemorySignalWire.pair();
  let names = 0;
  const make = (side: 0 | 1) =>
    new MediaConnection<RtcPeer>({
      ...{ wire: wires[side], isOpener: side === 0, isPolite: side === 0, clock, once, Rtc: network.Rtc },
      reopen: () => Promise.reject(new Error('the stream stays')),
      configuration: () => ({ iceServers: [] }),
      newName: () => `connection ${names++}`,
      mayMake: () => true,
    });
  const ends = [make(0), make(1)] as const;
  const channels = [ends[0].channel(CHANNEL), ends[1].channel(CHANNEL)] as const;
  /** Lets time pass until something is so; answers how many milliseconds that took. */
  const until = async (isSo: () => boolean, longest = 60_000): Promise<number> => {
    const from = clock.now();
    await settled();
    while (!isSo()) {
      assert.ok(clock.now() - from < longest, `it is so within ${longest} ms`);
      clock.advance(STEP_MS);
      await settled();
    }
    return clock.now() - from;
  };
  await until(() => channels.every(({ isReady }) => isReady));
  /** What the other end of the channel has heard. */
  const heard: [string[], string[]] = [[], []];
  for (const side of [0, 1] as const) channels[side].onMessage((text) => heard[side].push(String(text)));
  const states: MediaState[] = [];
  ends[0].state.subscribe((state) => states.push(state));
  const offers = () => wires.map(({ written }) => written.split('"offer"').length - 1);
  return { clock, network, ends, channels, until, heard, states, offers };
}

describe('a media connection whose path breaks', () => {
  test('has by another what was on its way within 2 s, by one restart', async () => {
    const { network, ends, channels, until, heard, states, offers } = await connected();
    const before = ends.map(({ rtc }) => rtc);
    network.block();
    for (const side of [0, 1] as const) channels[side].send('on its way');
    const took = await until(() => heard.every(({ length }) => length > 0), 2_000);
    assert.ok(took > 1_000, 'it was broken');
    assert.deepEqual(heard, [['on its way'], ['on its way']]);
    assert.deepEqual(
      ends.map(({ rtc }) => rtc),
      before,
    );
    assert.equal(network.made.size, 2);
    assert.deepEqual(offers(), [1, 1], 'the polite end lets the other search');
    assert.deepEqual(states, ['open', 'silent', 'open']);
  });

  test('for one end alone has it within 5 s, whichever end that is', async () => {
    for (const side of [0, 1] as const) {
      const { network, ends, channels, until, heard } = await connected();
      const deaf = ends[side].rtc;
      assert.ok(deaf);
      network.block({ deaf });
      channels[1 - side]?.send('to the deaf');
      const took = await until(() => heard[side].length > 0, 5_000);
      assert.ok(took > 1_000, 'it was broken');
      assert.equal(network.made.size, 2);
    }
  });

  test('in Node carries again within 2 s, by a connection that takes its place', async () => {
    const { network, channels, until, ends } = await connected(true);
    const before = ends[0].rtc;
    network.block();
    await until(() => ends[0].rtc !== before);
    const took = await until(() => channels.every(({ isReady }) => isReady), 2_000);
    assert.ok(took < 500, 'it is there once it is searched for');
    assert.equal(network.made.size, 4);
  });

  test('searches less and less often while there is no other, and at once when the network changes', async () => {
    const { network, ends, until, offers, channels, heard } = await connected();
    network.block({ isLast: true });
    const searched = () => offers()[1] ?? 0;
    await until(() => searched() === 2);
    await until(() => searched() === 3);
    const paused = await until(() => searched() === 4);
    assert.ok(paused > 5_000, `after ${paused} ms`);
    network.renew();
    ends[1].nudge();
    channels[0].send('as soon as there is one');
    const took = await until(() => heard[1].length > 0);
    assert.ok(took < 1_000, `after ${took} ms`);
  });
});
