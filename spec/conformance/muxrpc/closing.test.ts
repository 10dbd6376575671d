import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hearing } from '../../../protocol/connection/test-connections.ts';
import type { Stream } from '../../../protocol/muxrpc/stream.ts';
import { echoDuplex, STOCK_MUXRPC, StockPeer } from './stock-peer.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

for (const version of Object.keys(STOCK_MUXRPC)) {
  describe(`goodbyes with muxrpc ${version}`, () => {
    const meet = () => {
      const streams: Stream[] = [];
      const peer = new StockPeer(version, {
        stock: {
          manifest: { never: 'async', echo: 'duplex' },
          api: { never: () => undefined, echo: echoDuplex },
        },
        ours: { manifest: { never: 'async', echo: 'duplex' }, onRequest: (stream) => streams.push(stream) },
      });
      return { peer, streams };
    };

    test('when it closes with nothing open, both sides say goodbye', async () => {
      const { peer } = meet();
      const { promise, resolve } = Promise.withResolvers<unknown>();
      peer.rpc.close(false, resolve);
      assert.ok([null, undefined, true].includes((await promise) as null));
      await quiet();
      assert.deepEqual([peer.closed, peer.rpc.closed], [['goodbye'], true]);
    });

    test('when it closes abruptly, what is open is told', async () => {
      const { peer } = meet();
      const heard = ['never', 'echo'].map((name) =>
        hearing(peer.connection.request(name, name === 'never' ? 'async' : 'duplex', [])),
      );
      await quiet();
      peer.rpc.close(true, () => undefined);
      await quiet();
      assert.equal(peer.closed.length, 1);
      assert.equal(peer.connection.openStreams, 0);
      for (const lines of heard) assert.equal(lines.length, 1);
    });

    test('when we close, its calls and streams end, and it closes', async () => {
      const { peer, streams } = meet();
      const call = peer.call('never').catch((error: unknown) => error);
      const echo = peer.stream('echo').read();
      await quiet();
      assert.equal(streams.length, 2);
      peer.connection.close();
      assert.ok((await call) instanceof Error);
      assert.ok('end' in (await echo));
      await quiet();
      assert.deepEqual([peer.closed, peer.rpc.closed], [['closed'], true]);
    });

    test('when we close with nothing open, it closes', async () => {
      const { peer } = meet();
      await quiet();
      peer.connection.close();
      await quiet();
      assert.deepEqual([peer.closed, peer.rpc.closed], [['closed'], true]);
    });
  });
}
