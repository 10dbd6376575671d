import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { settled, TestTunnel } from '../testing/test-lines.ts';
import { tunnelPair } from '../testing/tunnel-pair.ts';
import { BASE_AGAIN_MS, BASE_GRACE_MS } from './link-limits.ts';
import { type Tunnel, Tunnels } from './tunnels.ts';

function scene() {
  const clock = new VirtualClock();
  /** How the base connections that are carried end, oldest first. */
  const bases: { tunnel: string; end: (how: 'silent' | 'over') => Promise<void> }[] = [];
  const again: Tunnel[] = [];
  const told = { changes: 0, left: 0 };
  const tunnels: Tunnels = new Tunnels({
    clock,
    carry: ({ peer }) => {
      const { promise, resolve } = Promise.withResolvers<'silent' | 'over'>();
      const end = (how: 'silent' | 'over') => {
        resolve(how);
        return settled();
      };
      bases.push({ tunnel: peer.room, end });
      return promise;
    },
    hasBase: () => false,
    usesRoom: () => false,
    onChange: () => {
      told.changes++;
      tunnels.renew();
    },
    onLeft: () => told.left++,
    again: (peer) => again.push(peer),
  });
  return { clock, bases, again, told, tunnels };
}

describe('the tunnels of a link', () => {
  test('carry one base connection, made by who opened the first', async () => {
    const { tunnels, bases } = scene();
    const [garden, tower] = [new TestTunnel('here', 1), new TestTunnel('here', 2)];
    tunnels.add(garden);
    tunnels.add(tower);
    assert.deepEqual([garden.opened, tower.opened, tunnels.room], [1, 0, garden.room]);
    const { dialled, answered } = await tunnelPair();
    const refused = Promise.withResolvers<unknown>();
    dialled.receiver = { onFrame: () => undefined, onEnd: refused.resolve };
    tunnels.accept(garden, answered);
    assert.match(String(await refused.promise), /refused: this tunnel carries a connection already/);
    await bases[0]?.end('over');
    assert.deepEqual([tower.opened, tunnels.room], [1, tower.room]);
  });

  test('that the far end opened have a while until it makes one, each time anew', async () => {
    const { tunnels, clock } = scene();
    const garden = new TestTunnel('there', 1);
    tunnels.add(garden);
    assert.equal(tunnels.renew(), true);
    clock.advance(BASE_GRACE_MS - 1);
    assert.equal(tunnels.renew(), true);
    clock.advance(1);
    assert.deepEqual([tunnels.renew(), clock.waiting], [false, 0]);
    // Another one is no part of what was waited for before.
    tunnels.add(new TestTunnel('there', 2));
    clock.advance(BASE_GRACE_MS - 1);
    assert.equal(tunnels.renew(), true);
    clock.advance(1);
    assert.equal(tunnels.renew(), false);
  });

  test('are waited for no longer once they have ended', async () => {
    const { tunnels, told } = scene();
    const garden = new TestTunnel('there', 1);
    tunnels.add(garden);
    garden.end();
    await settled();
    assert.deepEqual([tunnels.renew(), tunnels.isEmpty, told.left], [false, true, 1]);
  });

  test('carry another after a while where it came to nothing, and none where it was refused', async () => {
    for (const [how, tries] of [
      ['silent', 1],
      ['over', 0],
    ] as const) {
      const { tunnels, bases, again, clock } = scene();
      tunnels.add(new TestTunnel('here', 1));
      await bases[0]?.end(how);
      tunnels.end();
      clock.advance(BASE_AGAIN_MS);
      assert.deepEqual([again.length, bases.length, clock.waiting], [tries, 1, 0]);
    }
  });

  test('carry none again where somebody closed the link meanwhile, or the tunnel ended', async () => {
    for (const stop of [
      ({ tunnels }: ReturnType<typeof scene>) => tunnels.close(),
      (_scene: ReturnType<typeof scene>, tunnel: TestTunnel) => tunnel.end(),
    ]) {
      for (const isBefore of [true, false]) {
        const all = scene();
        const tunnel = new TestTunnel('here', 1);
        all.tunnels.add(tunnel);
        if (isBefore) stop(all, tunnel);
        await settled();
        await all.bases[0]?.end('silent');
        if (!isBefore) stop(all, tunnel);
        await settled();
        all.clock.advance(BASE_AGAIN_MS);
        assert.deepEqual([all.again, all.clock.waiting], [[], 0]);
      }
    }
  });

  test('carry one that somebody wants, whoever opened them', () => {
    const { tunnels } = scene();
    const garden = new TestTunnel('there', 1);
    tunnels.open(garden);
    assert.deepEqual([garden.opened, tunnels.room, tunnels.isDialled], [1, garden.room, false]);
    tunnels.add(new TestTunnel('here', 2));
    assert.equal(tunnels.isDialled, true);
  });
});
