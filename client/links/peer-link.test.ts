import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { MemoryWire, VirtualClock } from '@open-rooms/protocol/testing';
import { FAR, pass, settled, TestLine, TestTunnel } from '../testing/test-lines.ts';
import { LinkBudgets } from './link-budgets.ts';
import {
  BASE_GRACE_MS,
  IDLE_LINK_MS,
  MAX_FAR_LINES,
  PHANTOM_MS,
  SIGNALS_AT_ONCE,
  STREAMS_AT_ONCE,
} from './link-limits.ts';
import { PeerLink } from './peer-link.ts';
import { PULSE_PROTOCOL } from './pulse.ts';

/** An id that comes before that of the far end. */
const OWN = feedIdOf(new Uint8Array(32).fill(3));

/** A peer that left is seen within so long. */
const SEEN_MS = 1_000;

/** A link, whose base connections and dials the test makes. */
function scene() {
  const clock = new VirtualClock(1_000);
  const told = { ended: 0, dials: 0, needsTunnel: false };
  const carried: ((how: 'silent' | 'over') => void)[] = [];
  const link = new PeerLink({
    ...{ id: FAR, own: OWN, clock },
    allocate: (length) => new Uint8Array(length),
    budget: new LinkBudgets({ clock, isKnown: () => false }).of(FAR),
    needsTunnel: () => told.needsTunnel,
    carry: () => new Promise((resolve) => carried.push(resolve)),
    again: () => undefined,
    dial: async () => {
      told.dials++;
      throw new Error('there is no way');
    },
    beginMedia: () => Promise.reject(new Error('there is no media')),
    listener: () => undefined,
    declare: () => ({ [Symbol.dispose]: () => undefined }),
    onEnded: () => told.ended++,
  });
  const add = (kind: TestLine['kind'], opener: TestLine['opener'] = 'here') => {
    const line = new TestLine(clock, kind, opener);
    link.addLine(line);
    if (opener === 'there') link.take(line, PULSE_PROTOCOL, line.pulse());
    return line;
  };
  /** The newest base connection ends, and its stream in the tunnel with it. */
  const endBase = async (line: TestLine) => {
    line.abort('the room is gone');
    carried.at(-1)?.('over');
    await settled();
  };
  const state = () => [link.state.value, link.path.value?.kind];
  return { clock, link, told, add, endBase, state };
}

/** One through a room, where the far end opened the tunnel. */
async function throughRoom() {
  const all = scene();
  const tunnel = new TestTunnel('here', 1);
  all.link.tunnels.add(tunnel);
  const base = all.add('base');
  await pass(all.clock, 100);
  assert.deepEqual(all.state(), ['open', 'room']);
  return { ...all, tunnel, base };
}

describe('a link', () => {
  test('ends within a second where the far end has left, and with it all connections', async () => {
    const { clock, link, told, add, endBase, tunnel, base } = await throughRoom();
    const direct = add('direct');
    await pass(clock, 100);
    assert.equal(link.path.value?.kind, 'direct');
    direct.isCut = true;
    tunnel.end();
    await endBase(base);
    await pass(clock, SEEN_MS);
    assert.deepEqual(
      [link.state.value, link.path.value, direct.reason],
      ['ended', undefined, 'the far end has left'],
    );
    assert.deepEqual([told.ended, clock.waiting], [1, 0]);
  });

  test('goes on without the room where the far end answers, until nobody uses it', async () => {
    const { clock, link, add, endBase, tunnel, base, state } = await throughRoom();
    const direct = add('direct');
    await pass(clock, 100);
    tunnel.end();
    await endBase(base);
    direct.streams = 1;
    await pass(clock, 2 * IDLE_LINK_MS, 1_000);
    assert.deepEqual(state(), ['open', 'direct']);
    direct.streams = 0;
    await pass(clock, IDLE_LINK_MS, 1_000);
    assert.deepEqual([state(), link.isIdle, clock.waiting], [['ended', undefined], true, 0]);
  });

  test('ends when its last tunnel does, though another was waited for', async () => {
    const { clock, link, add, endBase, state } = scene();
    const [first, second] = [new TestTunnel('there', 1), new TestTunnel('there', 2)];
    for (const tunnel of [first, second]) link.tunnels.add(tunnel);
    const base = add('base', 'there');
    await pass(clock, 100);
    assert.deepEqual(state(), ['open', 'room']);
    base.abort('they closed it');
    first.end();
    await settled();
    assert.equal(link.state.value, 'open', 'the second tunnel may carry the next');
    second.end();
    await endBase(base);
    assert.deepEqual([state(), clock.waiting], [['ended', undefined], 0]);
  });

  test('ends where the far end makes nothing of its tunnels, each time that the base is lost', async () => {
    const { clock, link, add, state } = scene();
    const lines = [1, 2, 3].map(() => new TestTunnel('there', 1));
    link.tunnels.add(lines[0] ?? assert.fail());
    for (const next of lines.slice(1)) {
      const base = add('base', 'there');
      await pass(clock, 100);
      link.tunnels.add(next);
      base.abort('the room is gone');
      await pass(clock, BASE_GRACE_MS - 200);
      assert.deepEqual([link.state.value, link.path.value], ['open', undefined]);
    }
    await pass(clock, 300);
    assert.deepEqual([state(), clock.waiting], [['ended', undefined], 0]);
  });

  test('is open where nobody can say which way a connection goes', async () => {
    const { clock, link } = await throughRoom();
    const direct = new TestLine(clock, 'direct');
    direct.goes = undefined;
    link.addLine(direct);
    await pass(clock, 100);
    assert.deepEqual([link.state.value, link.path.value], ['open', undefined]);
    const stream = await link.open('/test/1', { throughRoom: 'never' });
    assert.equal(stream.isThroughRoom, false);
  });

  test('that is closed by who hears that it is open stays closed', async () => {
    const { clock, link, add } = scene();
    link.tunnels.add(new TestTunnel('here', 1));
    link.state.subscribe((state) => {
      if (state === 'open') link.close();
    });
    const base = add('base');
    await pass(clock, 100);
    assert.deepEqual([link.state.value, link.path.value], ['ended', undefined]);
    assert.equal(base.reason, 'the link was closed');
  });

  test('whose address is hidden keeps nothing that was told it', async () => {
    const { clock, link, add, state } = await throughRoom();
    const direct = add('direct');
    direct.goes = 'relayed';
    await pass(clock, 100);
    assert.equal(link.path.value?.kind, 'relayed');
    link.hide();
    await pass(clock, 100);
    assert.equal(direct.reason, 'the address is hidden from now on');
    assert.deepEqual(state(), ['open', 'room']);
  });

  test('dials no other direct connection while one that carries streams may yet answer', async () => {
    const { clock, add, told } = await throughRoom();
    const direct = add('direct');
    direct.streams = 1;
    await pass(clock, 1_000);
    direct.isCut = true;
    const { dials } = told;
    await pass(clock, 9_000);
    assert.deepEqual([told.dials, direct.reason], [dials, undefined]);
    await pass(clock, 20_000);
    assert.deepEqual([told.dials > dials, direct.reason], [true, 'the connection does not answer']);
  });
});

describe('the far end of a link', () => {
  test('gets no more connections made for those that are there and answer nothing', async () => {
    const { clock, link, add } = await throughRoom();
    for (let dial = 0; dial < SIGNALS_AT_ONCE; dial++) {
      assert.ok(link.maySignal());
      const line = add('direct', 'there');
      line.isCut = true;
    }
    await pass(clock, 50);
    assert.ok(!link.maySignal());
  });

  test('is not kept from making others where they work', async () => {
    const { clock, link, add } = await throughRoom();
    for (let dial = 0; dial < SIGNALS_AT_ONCE + 4; dial++) {
      assert.ok(link.maySignal());
      const line = add('direct', 'there');
      await pass(clock, 100);
      line.abort('it is dialled again');
      await settled();
    }
  });

  test('has few open, and the one that works is left', async () => {
    const { clock, link, add } = await throughRoom();
    const used = add('direct', 'there');
    await pass(clock, 100);
    assert.equal(link.path.value?.kind, 'direct');
    const dead = Array.from({ length: 5 }, () => {
      const line = add('direct', 'there');
      line.isCut = true;
      return line;
    });
    await settled();
    assert.equal(used.reason, undefined);
    assert.equal(dead.filter(({ reason }) => reason === undefined).length, MAX_FAR_LINES - 1);
    await pass(clock, PHANTOM_MS);
    assert.ok(dead.every(({ reason }) => reason !== undefined));
  });

  test('opens only so many streams, of whatever protocol', async () => {
    const { link, base } = await throughRoom();
    let destroyed = 0;
    for (let count = 0; count < STREAMS_AT_ONCE + 50; count++) {
      const [here] = MemoryWire.pair();
      const wire = Object.assign(here, { destroy: () => destroyed++ });
      link.take(base, '/media-less/1.0.0', wire);
    }
    assert.equal(destroyed, STREAMS_AT_ONCE + 50, 'nobody takes them');
    let taken = 0;
    using _taking = link.onStream('/echo/1.0.0', () => taken++);
    for (let count = 0; count < 10; count++) link.take(base, '/echo/1.0.0', MemoryWire.pair()[0]);
    assert.equal(taken, 0);
  });

  test('keeps no link without a tunnel by its streams alone, where it is a stranger', async () => {
    for (const needsTunnel of [false, true]) {
      const { clock, link, told, add, endBase, tunnel, base } = await throughRoom();
      told.needsTunnel = needsTunnel;
      const direct = add('direct');
      await pass(clock, 100);
      using _taking = link.onStream('/echo/1.0.0', () => undefined);
      link.take(direct, '/echo/1.0.0', MemoryWire.pair()[0]);
      direct.streams = 1;
      tunnel.end();
      await endBase(base);
      await pass(clock, IDLE_LINK_MS, 1_000);
      assert.equal(link.state.value, needsTunnel ? 'ended' : 'open');
    }
  });
});
