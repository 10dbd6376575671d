import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SharerMessage, ViewerMessage } from '@open-rooms/protocol';
import { MemoryWire } from '@open-rooms/protocol/testing';
import { LineStream } from '../links/link-stream.ts';
import { MAX_WATCH_UNSENT_BYTES, sharerLine, viewerLine } from './watch-line.ts';

const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
};

function pair() {
  const [here, there] = MemoryWire.pair();
  const parts = {
    ...{ protocol: '/test', isThroughRoom: true },
    allocate: (length: number) => new Uint8Array(length),
  };
  const raw = new LineStream(here, { ...parts, isAsker: true });
  return {
    here,
    raw,
    viewer: viewerLine(raw),
    sharer: sharerLine(new LineStream(there, { ...parts, isAsker: false })),
  };
}

const needKey: ViewerMessage = { type: 'need-key' };
const ended: SharerMessage = { type: 'ended', why: 'stopped' };

describe('the control stream', () => {
  test('carries what each side says, also what came before anybody listened', async () => {
    const { viewer, sharer } = pair();
    const heard: (ViewerMessage | SharerMessage)[] = [];
    viewer.send(needKey);
    await settled();
    sharer.onMessage((message) => heard.push(message));
    viewer.onMessage((message) => heard.push(message));
    await settled();
    sharer.send(ended);
    await settled();
    assert.deepEqual(heard, [needKey, ended]);
    assert.ok(viewer.isThroughRoom);
  });

  test('ends well once what was said has come', async () => {
    const { viewer, sharer } = pair();
    const heard: SharerMessage[] = [];
    viewer.onMessage((message) => heard.push(message));
    sharer.onMessage(() => undefined);
    sharer.send(ended);
    sharer.close();
    assert.deepEqual([await viewer.closed, await sharer.closed], [undefined, undefined]);
    assert.deepEqual(heard, [ended]);
  });

  test('is cut where a side says what it may not, and with a sentence', async () => {
    const { raw, viewer, sharer } = pair();
    sharer.onMessage(() => undefined);
    viewer.onMessage(() => undefined);
    await raw.write(new Uint8Array([0, 0, 0, 2, 123, 125]));
    assert.match((await sharer.closed) ?? '', /^malformed/);
    assert.match((await viewer.closed) ?? '', /malformed/);
    const other = pair();
    other.viewer.onMessage(() => undefined);
    other.sharer.close('replaced: you have opened another');
    assert.match((await other.viewer.closed) ?? '', /replaced/);
  });

  test('is cut where what is said is not read', async () => {
    const { viewer, sharer } = pair();
    let sent = 0;
    // Nobody listens at the other end: what is granted fills, and then what waits here.
    for (let isOver = false; !isOver && sent < 5_000_000; ) {
      sharer.send({ type: 'key', epoch: 1, key: btoa('x'.repeat(32)), removed: [] });
      sent += 100;
      if (sent % 50_000 === 0)
        isOver = await Promise.race([sharer.closed.then(() => true), settled().then(() => false)]);
    }
    assert.match((await sharer.closed) ?? '', /^too-slow/);
    assert.ok(sent > MAX_WATCH_UNSENT_BYTES && sent < 5_000_000);
    viewer.close();
  });
});
