import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIRST_CREDIT } from '@open-rooms/protocol';
import { MemoryWire } from '@open-rooms/protocol/testing';
import { signal } from '@preact/signals-core';
import type { Path, PathKind } from '../../links/link.ts';
import { LineStream } from '../../links/link-stream.ts';
import { type CarriedPair, carrierSuite } from './carrier.suite.ts';
import { MAX_SHARE_WINDOW_BYTES, StreamCarrier, shareWindow } from './stream-carrier.ts';

const settled = async () => {
  for (let turn = 0; turn < 40; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
};

function pair(isThroughRoom = false, kind: PathKind = 'direct'): CarriedPair {
  const [here, there] = MemoryWire.pair();
  const parts = {
    ...{ protocol: '/test', isThroughRoom, window: FIRST_CREDIT },
    allocate: (length: number) => new Uint8Array(length),
  };
  const path = signal<Path | undefined>({ kind, roundTripMs: 1 });
  return {
    parent: new StreamCarrier(new LineStream(here, { ...parts, isAsker: false }), { path }, 'child'),
    child: new StreamCarrier(new LineStream(there, { ...parts, isAsker: true }), { path }, 'parent'),
    hold: (isHeld) => (isHeld ? there.pause() : there.resume()),
    settled,
    lose: () => here.destroy(),
  };
}

carrierSuite('a stream of a link', () => pair());

test('a stream is called by the way that it goes', () => {
  assert.deepEqual(
    [pair(true), pair(false, 'relayed'), pair()].map(({ parent }) => parent.through),
    ['room', 'relayed', 'direct'],
  );
});

test('little is sent ahead, more on a long path, within a bound', () => {
  assert.deepEqual([undefined, 5, 100, 1_000].map(shareWindow), [
    FIRST_CREDIT,
    FIRST_CREDIT,
    209_715,
    MAX_SHARE_WINDOW_BYTES,
  ]);
});
