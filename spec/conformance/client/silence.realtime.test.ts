import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NetworkProxy } from '../../network/proxy.ts';
import { startStockApp } from '../../stock/app.ts';
import { startOurRoom } from '../our-room.ts';
import { connectFrames } from '../stock/frames.ts';
import { flowing } from '../stock/transcript.ts';
import { befriend, joinBoth, joinWithApp } from './meetings.ts';
import { feedOf, meets, parts, person, reaches } from './person.ts';

/** Ten rounds of 3 s without a byte: only then is the other side taken for gone. */
const SILENT_MS = 30_000;

/** With default settings a stock app closes a connection on which nothing moved for so long. */
const STOCK_IDLE_MS = 5_000;

/** Pings of the room, one each 3 s, that whoever watches waits for. */
const PINGS = 6;

describe('time that really passes', { concurrency: true }, () => {
  test('a network that goes silent is found out, and everything comes right when it speaks again', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using network = await NetworkProxy.start(Number(/:(\d+)~/.exec(room.address)?.[1]));
    await using alice = await person();
    await using bob = await person();
    const [atAlice] = await joinBoth({ id: room.id, address: network.through(room.address) }, alice, bob);
    await befriend(alice, bob);
    const since = performance.now();
    network.pause();
    await reaches(atAlice, 'waiting');
    assert.ok(performance.now() - since > 0.8 * SILENT_MS);
    await parts(alice, bob.id);
    network.resume();
    await reaches(atAlice, 'open');
    const peer = await meets(alice, bob.id);
    assert.equal(await peer.remote['peer.echo']('there you are'), 'there you are');
    assert.ok(network.dials.length <= 10, `${network.dials.length} dials`);
  });

  for (const generation of ['room-client', 'rooms1-client'] as const) {
    test(`${generation} with default timers stays connected to us through a quiet tunnel`, async () => {
      await using room = await startOurRoom({ name: 'Garden' });
      await using alice = await person();
      await using app = await startStockApp({ generation, timers: 'default' });
      await joinWithApp(room, alice, app);
      await alice.follow(feedOf(app.id));
      const peer = await meets(alice, app.id);
      let ended: string | undefined;
      const closing = peer.closed.then((reason) => {
        ended = reason;
      });

      const since = performance.now();
      using observer = await connectFrames(room.address);
      const { req } = await observer.asked('gossip', 'ping');
      for (let ping = 1; ping <= PINGS; ping++) {
        const { value } = await observer.next(req);
        observer.send(flowing(-req, value));
      }
      assert.ok(performance.now() - since > 3 * STOCK_IDLE_MS);
      assert.equal(ended, undefined);
      assert.equal(await app.call(alice.id, ['peer', 'echo'], 'still here'), 'still here');
      const ends = app.events.filter(({ type }) => type === 'disconnected');
      assert.deepEqual(ends, []);
      peer.close();
      await closing;
    });
  }
});
