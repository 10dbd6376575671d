import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as v from 'valibot';
import { hearing } from '../../../protocol/connection/test-connections.ts';
import { RemoteError } from '../../../protocol/muxrpc/errors.ts';
import { asyncMethod, sourceMethod, syncMethod } from '../../../protocol/rpc/method.ts';
import { frameValue, remoteOf } from '../../../protocol/rpc/remote.ts';
import type { Callback, Duplex, Source } from '../../stock/packages.ts';
import { type Api, echoDuplex, STOCK_MUXRPC, StockPeer, sourceOf, versionOf } from './stock-peer.ts';

/** Everything that is under way in memory has arrived. */
const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

const VALUES: readonly unknown[] = [
  { id: '@me', list: [1, null] },
  'text',
  'ünï',
  '',
  5,
  0,
  -1.5,
  true,
  false,
  null,
  Buffer.from([0, 255, 1]),
  [],
];

const anything = v.array(v.unknown());
const contract = {
  give: asyncMethod('look', anything, v.unknown()),
  echo: asyncMethod('look', anything, v.unknown()),
  nothing: asyncMethod('look', anything, v.unknown()),
  now: syncMethod('look', anything, v.unknown()),
  broken: syncMethod('look', anything, v.unknown()),
  refuse: asyncMethod('look', anything, v.unknown()),
  missing: asyncMethod('look', anything, v.unknown()),
  values: sourceMethod('look', anything, v.unknown()),
  failing: sourceMethod('look', anything, v.unknown()),
  endless: sourceMethod('look', anything, v.unknown()),
  missingSource: sourceMethod('look', anything, v.unknown()),
};

const manifest = {
  give: 'async',
  echo: 'async',
  nothing: 'async',
  now: 'sync',
  broken: 'sync',
  refuse: 'async',
  values: 'source',
  failing: 'source',
  endless: 'source',
  collect: 'sink',
  enough: 'sink',
  echoDuplex: 'duplex',
  ended: 'duplex',
  failed: 'duplex',
} as const;

/** What the stock side serves; `collected` and `aborted` are what its streams saw. */
function stockApi() {
  const collected: unknown[] = [];
  const aborted: unknown[] = [];
  const api: Api = {
    give: (index: number, done: Callback) => done(null, VALUES[index]),
    echo: (value: unknown, done: Callback) => done(null, value),
    nothing: (done: Callback) => done(null),
    now: () => 1_600_000_000_000,
    broken: () => {
      throw new Error('broken');
    },
    refuse: (done: Callback) => done(new Error('refused')),
    values: () => sourceOf(VALUES.filter((value) => value !== '')),
    failing: () => sourceOf([1, 2], new Error('no more')),
    endless: (): Source => (abort, answer) => {
      if (abort) aborted.push(abort);
      if (abort) answer(abort, undefined);
      else setImmediate(() => answer(null, 'again'));
    },
    collect: () => (read: Source) => {
      const next = () =>
        read(null, (end, value) => {
          collected.push(end ? { end } : value);
          if (!end) next();
        });
      next();
    },
    enough: () => (read: Source) => read(new Error('enough'), () => undefined),
    echoDuplex,
    ended: (): Duplex => ({ source: sourceOf(['last']), sink: (read) => read(null, () => undefined) }),
    failed: (): Duplex => ({
      source: sourceOf([], new Error('no tunnel')),
      sink: (read) => read(null, () => undefined),
    }),
  };
  return { collected, aborted, stock: { manifest, api } };
}

for (const version of Object.keys(STOCK_MUXRPC)) {
  describe(`we call muxrpc ${version}`, () => {
    const meet = () => {
      const { collected, aborted, stock } = stockApi();
      const peer = new StockPeer(version, { stock });
      return {
        peer,
        connection: peer.connection,
        remote: remoteOf(contract, peer.connection),
        collected,
        aborted,
      };
    };

    /** Nothing is left open here, and the stock side still answers. */
    async function assertWell({ peer, connection, remote }: ReturnType<typeof meet>): Promise<void> {
      await quiet();
      assert.equal(connection.openStreams, 0);
      assert.equal(await remote.now(), 1_600_000_000_000);
      assert.deepEqual([peer.closed, peer.rpc.closed], [[], false]);
    }

    test('it is the version it says', () => assert.equal(versionOf(version), version));

    test('async: each type of value', async () => {
      const met = meet();
      for (const [index, value] of VALUES.entries()) {
        const wanted = Buffer.isBuffer(value) ? new Uint8Array(value) : value;
        assert.deepEqual(await met.remote.give(index), wanted);
      }
      // A callback without a value says false: packet-stream-codec writes the end flag instead.
      assert.equal(await met.remote.nothing(), false);
      await assertWell(met);
    });

    test('async: arguments arrive as they were sent', async () => {
      const met = meet();
      for (const value of [{ a: [1, { b: null }] }, 'ünï', 0, false, null, []]) {
        assert.deepEqual(await met.remote.echo(value), value);
      }
      await assertWell(met);
    });

    test('errors come back with their sentence', async () => {
      const met = meet();
      await assert.rejects(met.remote.refuse(), new RemoteError('refused'));
      await assert.rejects(met.remote.broken(), new RemoteError('broken'));
      await assert.rejects(met.remote.missing(), new RemoteError('no async:missing'));
      await assert.rejects(met.remote.missingSource().next(), new RemoteError('no source:missingSource'));
      await assertWell(met);
    });

    test('source: values and the end', async () => {
      const met = meet();
      const found: unknown[] = [];
      for await (const value of met.remote.values()) found.push(value);
      const wanted = VALUES.filter((value) => value !== '');
      assert.deepEqual(
        found,
        wanted.map((value) => (Buffer.isBuffer(value) ? new Uint8Array(value) : value)),
      );
      await assertWell(met);
    });

    test('source: what came before an error, and the error', async () => {
      const met = meet();
      const values = met.remote.failing();
      assert.deepEqual([(await values.next()).value, (await values.next()).value], [1, 2]);
      await assert.rejects(values.next(), new RemoteError('no more'));
      await assertWell(met);
    });

    test('source: leaving it aborts it there', async () => {
      const met = meet();
      for await (const value of met.remote.endless()) {
        assert.equal(value, 'again');
        break;
      }
      await quiet();
      await quiet();
      // Both generations abort their source twice.
      assert.ok(met.aborted.length >= 1);
      await assertWell(met);
    });

    test('sink: values and the end arrive', async () => {
      const met = meet();
      const sink = met.connection.request('collect', 'sink', []);
      for (const value of [{ a: 1 }, 'text', 5, Buffer.from('bytes')]) sink.send(value);
      sink.end();
      await assertWell(met);
      assert.deepEqual(met.collected, [{ a: 1 }, 'text', 5, Buffer.from('bytes'), { end: true }]);
    });

    test('sink: our error arrives, and theirs', async () => {
      const met = meet();
      met.connection.request('collect', 'sink', []).fail('broken off');
      const heard = hearing(met.connection.request('enough', 'sink', []));
      await assertWell(met);
      const [end] = met.collected as [{ end: Error }];
      assert.deepEqual([end.end.message, heard], ['broken off', ['end: enough']]);
    });

    test('duplex: bytes, text and JSON come back as what they were', async () => {
      const met = meet();
      const duplex = met.connection.request('echoDuplex', 'duplex', []);
      const heard: unknown[] = [];
      duplex.receiver = {
        onFrame: (frame) => heard.push(frameValue(frame)),
        onEnd: (error) => heard.push({ error }),
      };
      for (const value of [Buffer.from('bytes'), 'text', { a: 1 }]) duplex.send(value);
      await quiet();
      assert.deepEqual(heard, [new Uint8Array(Buffer.from('bytes')), 'text', { a: 1 }]);
      duplex.end();
      await assertWell(met);
    });

    test('duplex: whoever ends it, and however, it is over for us', async () => {
      const met = meet();
      const heard = ['ended', 'failed'].map((name) => hearing(met.connection.request(name, 'duplex', [])));
      const ours = met.connection.request('echoDuplex', 'duplex', []);
      await quiet();
      ours.fail('broken off');
      await assertWell(met);
      assert.deepEqual(heard, [['last', 'end: well'], ['end: no tunnel']]);
    });

    test('a thousand duplexes that we end, whose ends are never answered, leave nothing open', async () => {
      const met = meet();
      for (let count = 0; count < 1000; count++) {
        met.connection.request('echoDuplex', 'duplex', []).end();
        if (count % 100 === 0) await quiet();
      }
      await assertWell(met);
    });

    test('an empty answer of ours, or an empty chunk, does not end it', async () => {
      const met = meet();
      const duplex = met.connection.request('echoDuplex', 'duplex', []);
      duplex.send(Buffer.alloc(0));
      duplex.sendBytes(Buffer.alloc(0));
      duplex.send('');
      duplex.end();
      await assertWell(met);
    });
  });
}
