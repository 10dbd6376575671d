import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type StockApp, startStockApp } from '../../stock/app.ts';
import { ssbKeys } from '../../stock/packages.ts';
import { startOurRoom } from '../our-room.ts';
import { waitForList } from './plugin-list.ts';

function waitForTunnel(app: StockApp, room: string, peer: string): Promise<void> {
  return app.waitFor(`a tunnel to ${peer}`, ({ state }) =>
    state.connections.some(
      ({ address, state: is }) => is === 'connected' && address.startsWith(`tunnel:${room}:${peer}`),
    ),
  );
}

describe('whom the person follows', () => {
  test('is kept by ssb-conn where the app keeps no contacts, and dialled when they come', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const keys = ssbKeys().generate();
    await using app = await startStockApp({ generation: 'open-rooms' });
    await using stranger = await startStockApp({ generation: 'room-client' });
    await app.plugin('connect', room.address);
    await stranger.connect(room.address);
    {
      await using friend = await startStockApp({ generation: 'room-client', keys });
      await friend.connect(room.address);
      await waitForList(app, room.id, [friend.id, stranger.id]);
      assert.equal(await app.plugin('follow', friend.id), 'conn');
    }
    await waitForList(app, room.id, [stranger.id]);
    await using back = await startStockApp({ generation: 'room-client', keys });
    await back.connect(room.address);
    await waitForTunnel(app, room.id, back.id);
    assert.ok(!app.state.connections.some(({ peer }) => peer === stranger.id));
    assert.equal(await app.plugin('unfollow', back.id), 'conn');
  });

  test('has to be in one of the rooms then', async () => {
    await using app = await startStockApp({ generation: 'open-rooms' });
    await assert.rejects(
      app.plugin('follow', ssbKeys().generate().id),
      /they are in none of the rooms that this app is in, and it keeps no contacts of its own/,
    );
    await assert.rejects(app.plugin('follow', 'bob'), /a feed id is @….ed25519/);
  });
});
