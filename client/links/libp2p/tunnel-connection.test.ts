import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Logger } from '@libp2p/interface';
import { yamux } from '@libp2p/yamux';
import { loneStream } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { MemoryWire, VirtualClock } from '@open-rooms/protocol/testing';
import { createIdentity } from '../../identity/identity.ts';
import { PeerStream } from '../../peers/peer-stream.ts';
import { settled } from '../../testing/fake-world.ts';
import { baseAddress } from './peer-ids.ts';
import { StreamWire } from './stream-wire.ts';
import { TunnelConnection } from './tunnel-connection.ts';

const silent = () => undefined;
const log: Logger = Object.assign(silent, {
  enabled: false,
  error: silent,
  trace: silent,
  newScope: () => log,
});

function connection(wire: MemoryWire): TunnelConnection {
  const stream = loneStream(wire, {
    name: 'link',
    allocate: (length) => new Uint8Array(length),
    isAsker: true,
  });
  const [room, far] = [createIdentity(sodium), createIdentity(sodium)];
  const remoteAddr = baseAddress(room.id, far.id);
  const parts = { remoteAddr, direction: 'outbound', clock: new VirtualClock(), log } as const;
  return new TunnelConnection({ stream: new PeerStream(stream), ...parts });
}

test('what is said on one stream when another one ends with the tunnel goes nowhere, and is no fault', async () => {
  const [wire, far] = MemoryWire.pair();
  const muxer = yamux()().createStreamMuxer(connection(wire));
  const [first, second] = [await muxer.createStream(), await muxer.createStream()];
  await settled();
  const said = Promise.withResolvers<string>();
  first.addEventListener('close', () => {
    said.resolve(second.writeStatus);
    assert.doesNotThrow(() => new StreamWire(second, silent).write(new Uint8Array(1)));
  });
  far.destroy();
  assert.equal(await said.promise, 'writable');
  await settled();
  assert.equal(second.status, 'closed');
});
