import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MemoryWire, VirtualClock } from '@open-rooms/protocol/testing';
import { signal } from '@preact/signals-core';
import { FAR, settled } from '../../testing/test-lines.ts';
import type { Link, LinkStream } from '../link.ts';
import { MEASURE_BEGIN_MS, MEASURE_LONGEST_MS } from '../link-limits.ts';
import { LineStream } from '../link-stream.ts';
import { answerMeasuring, MEASURE, MEASURE_PROTOCOL } from './answer-measure.ts';
import { measureLink } from './ask-measure.ts';

function streams(): [asker: LinkStream, answerer: LinkStream] {
  const [here, there] = MemoryWire.pair();
  const options = { protocol: MEASURE_PROTOCOL, isThroughRoom: true };
  const allocate = (length: number) => new Uint8Array(length);
  return [
    new LineStream(here, { ...options, isAsker: true, allocate }),
    new LineStream(there, { ...options, isAsker: false, allocate }),
  ];
}

/** Measures through the room somebody who does this with each stream. */
function measuring(clock: VirtualClock, answer: (stream: LinkStream) => void) {
  const open = async () => {
    const [here, there] = streams();
    answer(there);
    return here;
  };
  const link = { id: FAR, open, path: signal(undefined) } as Partial<Link> as Link;
  return measureLink(link, { clock, throughRoom: true });
}

/** Who answers measurements; and a stream that somebody opens to them. */
function answering(clock: VirtualClock): () => LinkStream {
  let onStream: ((link: Link, stream: LinkStream) => void) | undefined;
  const links = {
    onStream: (_protocol: string, listener: typeof onStream) => {
      onStream = listener;
      return { [Symbol.dispose]: () => undefined };
    },
  };
  answerMeasuring(links, () => true, clock);
  const link = { id: FAR } as Link;
  return () => {
    const [here, there] = streams();
    onStream?.(link, there);
    return here;
  };
}

describe('a measurement', () => {
  test('ends where the far end never ends its side', async () => {
    const clock = new VirtualClock();
    const measured = measuring(clock, (stream) => {
      void (async () => {
        for await (const bytes of stream) await stream.write(bytes.slice(-1));
      })().catch(() => undefined);
    });
    const rejected = assert.rejects(measured, /silent/);
    for (let turn = 0; turn < 100; turn++) await settled();
    clock.advance(MEASURE_LONGEST_MS);
    await rejected;
  });

  test('believes no count of more than was sent', async () => {
    const clock = new VirtualClock();
    const open = answering(clock);
    const asked = measuring(clock, (there) => {
      void (async () => {
        const [what] = await there.take(1);
        const here = open();
        await here.write(Uint8Array.of(what ?? 0));
        const back = async () => {
          for await (const bytes of here) await there.write(what === MEASURE.take ? bytes.fill(255) : bytes);
          await there.end();
        };
        const onwards = async () => {
          for await (const bytes of there) {
            // Time passes while it is sent: else it would be sent in none.
            clock.advance(100);
            await here.write(bytes);
          }
          await here.end();
        };
        await Promise.all([back(), onwards()]);
      })();
    });
    const { toThem } = await asked;
    assert.ok(toThem > 0 && toThem < 2 ** 31, `${toThem} bytes a second`);
  });

  test('is cut where nobody says what it is, and then there may be another', async () => {
    const clock = new VirtualClock();
    const open = answering(clock);
    const silent = open();
    await settled();
    await assert.rejects(open().closed, /one measurement at a time/);
    clock.advance(MEASURE_BEGIN_MS);
    await assert.rejects(silent.closed, /silent/);
    await settled();
    const next = open();
    await next.write(Uint8Array.of(MEASURE.echo, 7));
    assert.deepEqual(await next.take(1), Uint8Array.of(7));
    clock.advance(MEASURE_LONGEST_MS);
    await assert.rejects(next.closed, /silent/);
    assert.equal(clock.waiting, 0);
  });
});
