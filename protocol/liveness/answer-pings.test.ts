import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectionPair, hearing } from '../connection/test-connections.ts';
import type { Stream } from '../muxrpc/stream.ts';
import { answerPings } from './answer-pings.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

const NOW = 1_700_000_000_000;

/** A caller's stream of `gossip.ping` and what it hears. */
function pinged() {
  const asked: Stream[] = [];
  const onRequest = (stream: Stream): void => {
    asked.push(stream);
    answerPings(stream, () => NOW);
  };
  const { left } = connectionPair({}, { onRequest });
  const stream = left.connection.request('gossip.ping', 'duplex', [{ timeout: 300_000 }]);
  return { stream, asked, heard: hearing(stream) };
}

describe('pings of a peer', () => {
  test('are answered with our time, number by number', async () => {
    const { stream, heard } = pinged();
    stream.send(5);
    stream.send(6);
    await quiet();
    assert.deepEqual(heard, [String(NOW), String(NOW)]);
  });

  test('that are no numbers are let pass', async () => {
    const { stream, heard } = pinged();
    for (const other of ['5', null, { ts: 5 }, new Uint8Array([0xff]), '{']) stream.send(other);
    stream.send(7);
    await quiet();
    assert.deepEqual(heard, [String(NOW)]);
  });

  test('end when the peer ends them', async () => {
    const { stream, asked } = pinged();
    stream.end();
    await quiet();
    assert.deepEqual(
      asked.map(({ sentEnd }) => sentEnd),
      [true],
    );
  });
});
