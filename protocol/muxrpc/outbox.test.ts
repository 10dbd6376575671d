import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { BodyType, HEAD_BYTES, STREAM } from './frame.ts';
import { Lane, Outbox } from './outbox.ts';
import { ALL_BYTES, allocate, frameOf, linesOf } from './test-sessions.ts';

const DATA = STREAM | BodyType.binary;

function outboxOf(wake: () => void = () => undefined): Outbox {
  return new Outbox(allocate, wake);
}

/** What is sent, a line a frame. */
function taken(outbox: Outbox): string[] {
  const bytes = outbox.take() ?? new Uint8Array(0);
  return linesOf(bytes).map(({ request, body }) => `${request}:${body}`);
}

describe('the outbox', () => {
  test('stages the frames of one turn side by side, and wakes once', () => {
    let woken = 0;
    const outbox = outboxOf(() => woken++);
    outbox.grant(ALL_BYTES);
    for (const body of ['a', 'b', 'c']) outbox.write(new Lane(), DATA, 1, Buffer.from(body));
    assert.equal(woken, 1);
    assert.deepEqual(taken(outbox), ['1:a', '1:b', '1:c']);
    assert.equal(outbox.take(), undefined);
  });

  test('copies what it is given', () => {
    const outbox = outboxOf();
    outbox.grant(20);
    const body = Buffer.from('first body');
    const frame = frameOf(0, 9, 'forwarded');
    outbox.write(new Lane(), DATA, 1, body);
    outbox.write(new Lane(), DATA, 2, body);
    outbox.forward(new Lane(), DATA, 3, frame);
    body.fill(0);
    frame.fill(0);
    outbox.grant(ALL_BYTES);
    assert.deepEqual(taken(outbox), ['1:first body', '2:first body', '3:forwarded']);
  });

  test('a small answer is not behind a long tunnel', () => {
    const outbox = outboxOf();
    const tunnel = new Lane();
    for (let n = 0; n < 100; n++) outbox.write(tunnel, DATA, 1, new Uint8Array(4096));
    outbox.write(new Lane(), DATA, 2, Buffer.from('pong'));
    outbox.grant(5000);
    const order = linesOf(outbox.take() ?? new Uint8Array(0)).map(({ request }) => request);
    assert.deepEqual(order, [1, 2, 1]);
  });

  test('lanes take turns, frame by frame', () => {
    const outbox = outboxOf();
    for (const request of [1, 2, 3]) {
      const lane = new Lane();
      for (let n = 0; n < request; n++) outbox.write(lane, DATA, request, Buffer.from(`${n}`));
    }
    outbox.grant(ALL_BYTES);
    assert.deepEqual(taken(outbox), ['1:0', '2:0', '3:0', '2:1', '3:1', '3:2']);
  });

  test('says who has room again, once, and after all is staged', () => {
    const outbox = outboxOf();
    const lane = new Lane();
    for (let n = 0; n < 4; n++) outbox.write(lane, DATA, 1, new Uint8Array(100 - HEAD_BYTES));
    const calls: number[] = [];
    lane.roomWanted = 200;
    lane.onRoom = () => calls.push(lane.bytes);
    for (let n = 0; n < 4; n++) outbox.grant(100);
    assert.deepEqual(calls, [200]);
    assert.equal(lane.taken, 400);
  });

  test('says when a lane is empty', () => {
    const outbox = outboxOf();
    const lane = new Lane();
    let empty = 0;
    outbox.write(lane, DATA, 1, Buffer.from('a'));
    outbox.write(lane, DATA, 1, Buffer.from('b'));
    lane.onEmpty = () => empty++;
    outbox.grant(1);
    assert.equal(empty, 0);
    outbox.grant(1);
    assert.equal(empty, 1);
  });

  test('what is dropped never leaves, and nothing else is lost', () => {
    const outbox = outboxOf();
    const lanes = [new Lane(), new Lane(), new Lane()] as const;
    for (const [index, lane] of lanes.entries()) {
      outbox.write(lane, DATA, index, Buffer.from('a'));
      outbox.write(lane, DATA, index, Buffer.from('b'));
    }
    outbox.drop(lanes[1]);
    assert.deepEqual([lanes[1].bytes, outbox.queuedBytes], [0, 40]);
    outbox.write(lanes[1], DATA, 1, Buffer.from('end'));
    outbox.grant(ALL_BYTES);
    assert.deepEqual(taken(outbox), ['0:a', '2:a', '1:end', '0:b', '2:b']);
    assert.equal(outbox.queuedBytes, 0);
  });

  test('whatever the socket takes, nothing is lost, doubled or reordered in a lane', () => {
    const step = fc.oneof(
      fc.record({ lane: fc.nat(4), length: fc.integer({ min: 1, max: 300 }), forward: fc.boolean() }),
      fc.record({ grant: fc.nat(700) }),
      fc.constant({ take: true }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
        const outbox = outboxOf();
        const lanes = Array.from({ length: 5 }, () => new Lane());
        const written: string[][] = lanes.map(() => []);
        const left: Uint8Array[] = [];
        for (const [count, step] of steps.entries()) {
          if ('grant' in step) outbox.grant(step.grant);
          else if ('take' in step) left.push(outbox.take() ?? new Uint8Array(0));
          else {
            const body = `${count}`.padEnd(step.length, '.');
            const lane = lanes[step.lane];
            assert.ok(lane !== undefined);
            written[step.lane]?.push(body);
            if (step.forward) outbox.forward(lane, DATA, step.lane, frameOf(255, 77, body));
            else outbox.write(lane, DATA, step.lane, Buffer.from(body));
          }
          assert.equal(
            outbox.queuedBytes,
            lanes.reduce(
              (sum, lane) => sum + lane.frames.reduce((bytes, frame) => bytes + frame.length, 0),
              0,
            ),
          );
        }
        outbox.grant(ALL_BYTES);
        left.push(outbox.take() ?? new Uint8Array(0));
        const lines = linesOf(Buffer.concat(left));
        assert.ok(lines.every(({ flags }) => flags === DATA));
        for (const [index, bodies] of written.entries()) {
          const arrived = lines.filter(({ request }) => request === index).map(({ body }) => body);
          assert.deepEqual(arrived, bodies);
        }
      }),
      { numRuns: 500 },
    );
  });
});
