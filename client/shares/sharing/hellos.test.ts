import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { newShareId, type SharerMessage } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { MemoryWire, VirtualClock } from '@open-rooms/protocol/testing';
import { feed } from '../../contacts/test-feeds.ts';
import type { Link, LinkStream } from '../../links/link.ts';
import { LineStream } from '../../links/link-stream.ts';
import { quiet } from '../../testing/strangers.ts';
import { hello } from '../../testing/test-viewer.ts';
import { MAX_WAITING_HELLOS, WATCH_HELLO_MS } from '../share-limits.ts';
import { viewerLine, WATCH_PROTOCOL } from '../watch-line.ts';
import { takeViewers } from './hellos.ts';
import type { ViewerHello } from './viewer.ts';

const share = newShareId(sodium.randomBytes(16));

let clock: VirtualClock;
let listener: (link: Link, stream: LinkStream) => void;
let accepted: { id: string; hello: ViewerHello }[];

beforeEach(() => {
  clock = new VirtualClock();
  accepted = [];
  takeViewers({
    clock,
    links: {
      onStream: (protocol, listen) => {
        assert.equal(protocol, WATCH_PROTOCOL);
        listener = listen;
        return { [Symbol.dispose]: () => undefined };
      },
    },
    hostOf: (id) =>
      id === share ? { accept: (from, _line, said) => accepted.push({ id: from, hello: said }) } : undefined,
  });
});

/** Somebody opens a control stream. */
function opens(from = 1) {
  const [near, far] = MemoryWire.pair();
  const about = {
    protocol: WATCH_PROTOCOL,
    isThroughRoom: false,
    allocate: (length: number) => new Uint8Array(length),
  };
  listener({ id: feed(from) } as Link, new LineStream(near, { ...about, isAsker: false }));
  const line = viewerLine(new LineStream(far, { ...about, isAsker: true }));
  const told: SharerMessage[] = [];
  line.onMessage((message) => told.push(message));
  return { line, told };
}

describe('whoever opens a control stream', () => {
  test('is led to the share that they name', async () => {
    const { line } = opens();
    line.send(hello(share));
    await quiet();
    assert.deepEqual(accepted, [{ id: feed(1), hello: hello(share) }]);
    assert.equal(clock.waiting, 0);
  });

  test('is told where it is over', async () => {
    const { line, told } = opens();
    line.send(hello(newShareId(sodium.randomBytes(16))));
    await quiet();
    assert.deepEqual(told, [{ type: 'refused', why: 'over' }]);
    assert.equal(await line.closed, undefined);
  });

  test('is cut where they say something else first, or nothing', async () => {
    const [rude, silent] = [opens(), opens()];
    rude.line.send({ type: 'need-key' });
    await quiet();
    assert.match((await rude.line.closed) ?? '', /^malformed/);
    clock.advance(WATCH_HELLO_MS);
    assert.match((await silent.line.closed) ?? '', /^too-slow/);
    assert.deepEqual([accepted, clock.waiting], [[], 0]);
  });

  test('is cut where many others wait; they wait no more once they have gone', async () => {
    const all = Array.from({ length: MAX_WAITING_HELLOS }, (_, n) => opens(Math.floor(n / 4)));
    const late = opens(200);
    assert.match((await late.line.closed) ?? '', /^too-many/);
    all[0]?.line.close('gone');
    await quiet();
    const { line } = opens(200);
    line.send(hello(share));
    await quiet();
    assert.equal(accepted.length, 1);
  });

  test('without end is cut, and keeps nobody else out', async () => {
    for (let times = 0; times < MAX_WAITING_HELLOS; times++) opens(1);
    assert.match((await opens(1).line.closed) ?? '', /^too-many/);
    const { line } = opens(2);
    line.send(hello(share));
    await quiet();
    assert.equal(accepted.length, 1);
  });
});
