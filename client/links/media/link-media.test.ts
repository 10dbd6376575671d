import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { MemoryWire, VirtualClock } from '@open-rooms/protocol/testing';
import { settled } from '../../testing/fake-world.ts';
import { RtcNetwork } from '../../testing/rtc-network.ts';
import type { Line } from '../line.ts';
import { LinkBudgets } from '../link-budgets.ts';
import { SIGNALS_AT_ONCE, SIGNALS_PER_SECOND } from '../link-limits.ts';
import { LineStream } from '../link-stream.ts';
import { PeerLink } from '../peer-link.ts';
import { MediaConnection } from './media-connection.ts';
import { SIGNAL_PROTOCOL, type SignalWire, writeSignal } from './signal.ts';

const [OWN, BOB] = [1, 2].map((n) => feedIdOf(new Uint8Array(32).fill(n)));
const DIRECT = { kind: 'direct' } as Line;
const nothing = { [Symbol.dispose]: () => undefined };
const noStream = () => Promise.reject(new Error('there are no more streams'));
const allocate = (length: number) => new Uint8Array(length);

/** A link whose media connections are of a network in memory, and streams to it that its far end opens. */
function linked() {
  const clock = new VirtualClock();
  const network = new RtcNetwork(clock);
  let names = 0;
  const common = {
    ...{ clock, once: false, Rtc: network.Rtc, configuration: () => ({ iceServers: [] }) },
    newName: () => `connection ${names++}`,
  };
  assert.ok(OWN && BOB);
  const made: MediaConnection[] = [];
  const link = new PeerLink({
    ...{ own: OWN, id: BOB, clock, allocate, listener: () => undefined, declare: () => nothing },
    ...{ dial: noStream, carry: () => noStream(), again: () => undefined, onEnded: () => undefined },
    ...{ budget: new LinkBudgets({ clock, isKnown: () => false }).of(BOB), needsTunnel: () => false },
    beginMedia: async ({ opener, ...begin }) => {
      const media = new MediaConnection({ ...begin, ...common, isOpener: opener === 'here' });
      made.push(media);
      return media;
    },
  });
  const opened = () => {
    const [here, there] = MemoryWire.pair();
    link.take(DIRECT, SIGNAL_PROTOCOL, here);
    return new LineStream(there, {
      ...{ protocol: SIGNAL_PROTOCOL, isThroughRoom: false, isAsker: true, allocate },
    });
  };
  /** The far end's end of a media connection that it opens. */
  const farEnd = (wire: SignalWire) =>
    new MediaConnection({
      ...{ ...common, wire, isOpener: true, isPolite: OWN >= BOB, reopen: noStream, mayMake: () => true },
    });
  return { clock, network, link, made, opened, farEnd };
}

function offer(count: number): Uint8Array {
  const description = { type: 'offer', sdp: `v=${count}` } as const;
  return writeSignal({ connection: `c${count}`, count, description });
}

describe('the far end of a link makes no browser open connections until it can open no more', () => {
  test('by offers on one stream', async () => {
    const { clock, network, opened } = linked();
    const stream = opened();
    for (let count = 1; count <= 150; count++) await stream.write(offer(count));
    await settled();
    assert.equal(network.made.size, SIGNALS_AT_ONCE);
    clock.advance(1_000 / SIGNALS_PER_SECOND);
    await stream.write(offer(151));
    await stream.write(offer(152));
    await settled();
    assert.equal(network.made.size, SIGNALS_AT_ONCE + 1);
  });

  test('by many streams, each for another media connection', async () => {
    const { network, opened, made } = linked();
    let refused = 0;
    for (let count = 1; count <= 30; count++) {
      const stream = opened();
      stream.closed.catch(({ message }: Error) => {
        if (/too many media connections/.test(message)) refused++;
      });
      await stream.write(offer(1)).catch(() => undefined);
      await stream.write(writeSignal({ bye: true })).catch(() => undefined);
      await settled();
    }
    assert.deepEqual([network.made.size, made.length], [SIGNALS_AT_ONCE, SIGNALS_AT_ONCE]);
    assert.equal(refused, 30 - SIGNALS_AT_ONCE);
  });

  test('by streams that count with what direct connections are signalled', async () => {
    const { network, link, opened } = linked();
    for (let signals = 0; signals < SIGNALS_AT_ONCE; signals++) assert.ok(link.maySignal());
    assert.equal(link.maySignal(), false);
    await opened()
      .write(offer(1))
      .catch(() => undefined);
    await settled();
    assert.equal(network.made.size, 0);
  });
});

test('a change of the network makes a silent media connection look for a path at once', async () => {
  const { clock, network, link, made, opened, farEnd } = linked();
  const far = farEnd(opened());
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advance(50);
      await settled();
    }
  };
  await pass(200);
  const [media] = made;
  assert.deepEqual([media?.state.value, far.state.value], ['open', 'open']);
  network.block({ isLast: true });
  await pass(30_000);
  assert.equal(media?.state.value, 'silent');
  network.renew();
  link.nudge();
  await pass(1_000);
  assert.deepEqual([media.state.value, far.state.value], ['open', 'open']);
});
