import { connectionPair } from '../connection/test-connections.ts';
import type { Stream } from '../muxrpc/stream.ts';
import { creditStreamSuite } from './credit-stream.suite.ts';

/** A connection on which thirty streams that stand still are a crowd. */
const limits = { queuedBytesPerConnection: 1024 * 1024, openRequests: 32, queuedBytesPerRequest: 64 * 1024 };

creditStreamSuite('muxrpc', async (count) => {
  const rights: Stream[] = [];
  const arrived = Promise.withResolvers<void>();
  const onRequest = (stream: Stream) => {
    if (rights.push(stream) === count) arrived.resolve();
  };
  const { left, right, leftWire, rightWire } = connectionPair({ limits }, { limits, onRequest });
  const lefts = Array.from({ length: count }, () => left.connection.request('pipe', 'duplex', []));
  await arrived.promise;
  return {
    ...{ lefts, rights, wires: [leftWire, rightWire] },
    open: () => [left.connection.openStreams, right.connection.openStreams],
    close: () => left.connection.close(),
  };
});
