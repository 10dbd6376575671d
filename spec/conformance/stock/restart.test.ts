import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type StockApp, startStockApp } from '../../stock/app.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { startRoomProcess } from '../server-process.ts';
import { connectFrames } from './frames.ts';
import { assertTunnel, meet } from './meeting.ts';

/** Matches no line. */
const NOTHING = /^(?!)/;

/** What the client of ssb-room says of its list of endpoints, with a trace, at the end of any room. */
const OPEN_LISTS =
  /^(Exception thrown by PacketStream substream end handler )?Error: unexpected end of parent stream$/;

/** Resolves when the app holds no connection any more. */
async function waitForQuiet(app: StockApp): Promise<void> {
  await app.waitFor('all its connections to end', ({ state }) => state.connections.length === 0);
}

describe('a room that is stopped and started again', () => {
  for (const [generation, usual] of [
    ['room-client', NOTHING],
    ['rooms1-client', OPEN_LISTS],
  ] as const) {
    test(`${generation} apps are told goodbye, do not complain, and come back`, async () => {
      await using data = await temporaryDirectory();
      await using before = await startRoomProcess({ name: 'Garden', data: data.path });
      await using left = await startStockApp({ generation });
      await using right = await startStockApp({ generation });
      await meet(before, before.address, [left, right]);
      await assertTunnel(before, left, right);
      const printed = [left, right].map(({ output }) => output);

      await before.stop();
      for (const app of [left, right]) await waitForQuiet(app);

      const port = Number(/:(\d+)~/.exec(before.address)?.[1]);
      await using after = await startRoomProcess({ data: data.path, port });
      assert.equal(after.address, before.address);
      assert.equal(after.ready.name, 'Garden');
      await meet(after, after.address, [left, right]);
      await assertTunnel(after, right, left);
      for (const [at, app] of [left, right].entries()) {
        const lines = app.output.slice(printed[at]?.length).split('\n');
        const complaints = lines.filter((line) => line !== '' && !/^ {4}at /.test(line));
        for (const line of complaints) assert.match(line, usual);
      }
    });
  }

  test('ssb-tunnel comes back by itself', async () => {
    await using data = await temporaryDirectory();
    await using before = await startRoomProcess({ name: 'Garden', data: data.path });
    await using app = await startStockApp({ generation: 'ssb-tunnel', portal: before.address });
    await app.waitForAnnouncement();
    await before.stop();
    await waitForQuiet(app);
    const port = Number(/:(\d+)~/.exec(before.address)?.[1]);
    await using after = await startRoomProcess({ data: data.path, port });
    await using friend = await startStockApp({ generation: 'room-client' });
    await friend.connect(after.address);
    await friend.waitForAttendant(after.id, app.id);
  });

  test('says goodbye to a literal peer and hangs up', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using peer = await connectFrames(room.address);
    await peer.asked('gossip', 'ping');
    await room.stop();
    await assert.rejects(peer.next(-1), /^Error: the connection ended$/);
  });
});
