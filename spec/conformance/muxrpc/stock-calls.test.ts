import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as v from 'valibot';
import type { Request } from '../../../protocol/muxrpc/request.ts';
import type { Stream } from '../../../protocol/muxrpc/stream.ts';
import { Refused } from '../../../protocol/refusal/refused.ts';
import { serve } from '../../../protocol/rpc/handlers.ts';
import { asyncMethod, duplexMethod, sourceMethod, syncMethod } from '../../../protocol/rpc/method.ts';
import { frameValue } from '../../../protocol/rpc/remote.ts';
import { STOCK_MUXRPC, StockPeer, sourceOf } from './stock-peer.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

const VALUES: readonly unknown[] = [
  { a: [1, null] },
  'ünï',
  '',
  5,
  0,
  true,
  false,
  null,
  Buffer.from([0, 255]),
  [],
];

const anything = v.array(v.unknown());
const contract = {
  give: asyncMethod('look', v.tuple([v.number()]), v.unknown()),
  empty: asyncMethod('look', anything, v.unknown()),
  now: syncMethod('look', anything, v.number()),
  refuse: asyncMethod('look', anything, v.unknown()),
  values: sourceMethod('look', anything, v.unknown()),
  failing: sourceMethod('look', anything, v.unknown()),
  endless: sourceMethod('look', anything, v.unknown()),
  echo: duplexMethod('look', anything, v.unknown()),
  ended: duplexMethod('look', anything, v.unknown()),
  failed: duplexMethod('look', anything, v.unknown()),
};

const manifest = {
  give: 'async',
  empty: 'async',
  now: 'sync',
  refuse: 'async',
  values: 'source',
  failing: 'source',
  endless: 'source',
  echo: 'duplex',
  ended: 'duplex',
  failed: 'duplex',
  missing: 'async',
  missingSource: 'source',
  missingDuplex: 'duplex',
  collect: 'sink',
  enough: 'sink',
} as const;

function ours() {
  const collected: unknown[] = [];
  let endlessEnded = 0;
  const answer = serve<typeof contract, undefined>(
    contract,
    {
      give: (_caller, index) => VALUES[index],
      empty: () => new Uint8Array(0),
      now: () => 5,
      refuse: () => Promise.reject(new Refused('spent', 'refused')),
      values: (_caller, outlet) => {
        for (const value of VALUES) outlet.push(value);
        outlet.end();
      },
      failing: (_caller, outlet) => {
        outlet.push(1);
        queueMicrotask(() => outlet.fail('no more'));
      },
      endless: (_caller, outlet) => {
        outlet.push('one');
        outlet.whenEnded(() => endlessEnded++);
      },
      echo: (_caller, stream) => {
        stream.receiver = { onFrame: (frame) => stream.send(frameValue(frame)), onEnd: () => undefined };
      },
      ended: (_caller, stream) => {
        stream.send('last');
        stream.end();
      },
      failed: (_caller, stream) => stream.fail('no tunnel'),
    },
    { gate: () => undefined, onFault: (error) => assert.fail(String(error)) },
  );
  const onRequest = (stream: Stream, request: Request) => {
    if (request.name === 'enough') stream.fail('enough');
    else if (request.name !== 'collect') answer(undefined, stream, request);
    else {
      stream.receiver = {
        onFrame: (frame) => collected.push(frameValue(frame)),
        onEnd: (error) => collected.push({ error }),
      };
    }
  };
  return { collected, ended: () => endlessEnded, ours: { manifest, onRequest } };
}

for (const version of Object.keys(STOCK_MUXRPC)) {
  describe(`muxrpc ${version} calls us`, () => {
    const meet = () => {
      const { collected, ended, ours: served } = ours();
      return { peer: new StockPeer(version, { ours: served }), collected, ended };
    };

    async function assertWell({ peer }: ReturnType<typeof meet>): Promise<void> {
      await quiet();
      assert.equal(peer.connection.openStreams, 0);
      assert.equal(await peer.call('now'), 5);
      assert.deepEqual([peer.closed, peer.rpc.closed], [[], false]);
    }

    test('async: each type of value', async () => {
      const met = meet();
      for (const [index, value] of VALUES.entries())
        assert.deepEqual(await met.peer.call('give', index), value);
      assert.equal(await met.peer.call('empty'), null);
      await assertWell(met);
    });

    test('a value that is not there is null', async () => {
      const met = meet();
      assert.equal(await met.peer.call('give', 1000), null);
      await assertWell(met);
    });

    test('errors have our sentences, and no stack', async () => {
      const met = meet();
      await assert.rejects(met.peer.call('refuse'), { message: 'refused', name: 'Error', stack: '' });
      const message = 'method:missing is not in list of allowed methods';
      await assert.rejects(met.peer.call('missing'), { message });
      const arguments_ =
        'give: cannot read the arguments at 0: Invalid type: Expected number but received "one"';
      await assert.rejects(met.peer.call('give', 'one'), { message: arguments_ });
      for (const name of ['missingSource', 'missingDuplex']) {
        const end = { name: 'Error', message: `method:${name} is not in list of allowed methods` };
        assert.deepEqual(await met.peer.stream(name).read(), { end });
      }
      await assertWell(met);
    });

    test('source: values and the end', async () => {
      const met = meet();
      const values = met.peer.stream('values');
      for (const value of VALUES) assert.deepEqual(await values.read(), { value });
      assert.deepEqual(await values.read(), { end: true });
      await assertWell(met);
    });

    test('source: what came before an error, and the error', async () => {
      const met = meet();
      const values = met.peer.stream('failing');
      assert.deepEqual(await values.read(), { value: 1 });
      assert.deepEqual(await values.read(), { end: { name: 'Error', message: 'no more' } });
      await assertWell(met);
    });

    test('source: aborting it ends it here, and nobody pushes on', async () => {
      const met = meet();
      const values = met.peer.stream('endless');
      assert.deepEqual(await values.read(), { value: 'one' });
      await values.abort();
      await assertWell(met);
      assert.equal(met.ended(), 1);
    });

    test('sink: values and the end arrive, and its callback is called', async () => {
      const met = meet();
      assert.equal(
        await met.peer.sink('collect', sourceOf([{ a: 1 }, 'text', 5, Buffer.from('bytes')])),
        null,
      );
      await assertWell(met);
      const bytes = new Uint8Array(Buffer.from('bytes'));
      assert.deepEqual(met.collected, [{ a: 1 }, 'text', 5, bytes, { error: undefined }]);
    });

    test('sink: our refusal reaches its callback', async () => {
      const met = meet();
      const error = await met.peer.sink('enough', (abort, answer) => abort && answer(abort, undefined));
      assert.ok(error instanceof Object && 'message' in error && error.message === 'enough');
      await assertWell(met);
    });

    test('duplex: bytes, text and JSON come back as what they were', async () => {
      const met = meet();
      const echo = met.peer.stream('echo');
      for (const value of [Buffer.from('bytes'), 'text', { a: 1 }, 7, true]) {
        await echo.write(value);
        assert.deepEqual(await echo.read(), { value });
      }
      await echo.end();
      await assertWell(met);
    });

    for (const [how, end] of [
      ['an error', (stream: ReturnType<StockPeer['stream']>) => stream.end('broken off')],
      ['an abort', (stream: ReturnType<StockPeer['stream']>) => stream.abort()],
    ] as const) {
      test(`duplex: ${how} of theirs ends it`, async () => {
        const met = meet();
        const echo = met.peer.stream('echo');
        await echo.write('text');
        await echo.read();
        await end(echo);
        await assertWell(met);
      });
    }

    test('duplex: our end ends it, though they never answer it, and what they still write is nobody’s', async () => {
      const met = meet();
      const ended = met.peer.stream('ended');
      assert.deepEqual(await ended.read(), { value: 'last' });
      assert.deepEqual(await ended.read(), { end: true });
      await ended.write({ name: ['now'], args: [] });
      const failed = met.peer.stream('failed');
      assert.deepEqual(await failed.read(), { end: { name: 'Error', message: 'no tunnel' } });
      await assertWell(met);
    });

    test('a thousand dials that fail leave nothing open, and the next is answered', async () => {
      const met = meet();
      for (let count = 0; count < 1000; count++) {
        const end = { name: 'Error', message: 'no tunnel' };
        assert.deepEqual(await met.peer.stream('failed').read(), { end });
      }
      await assertWell(met);
    });
  });
}
