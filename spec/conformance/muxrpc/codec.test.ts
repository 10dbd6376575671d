import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { BodyType, END, STREAM } from '../../../protocol/muxrpc/frame.ts';
import { ALL_BYTES, ask, askedOf, frameOf, TestSession } from '../../../protocol/muxrpc/test-sessions.ts';
import { frameValue } from '../../../protocol/rpc/remote.ts';
import vectors from '../../vectors/muxrpc.json' with { type: 'json' };

interface StockMessage {
  readonly req: number;
  readonly stream: boolean;
  readonly end: boolean;
  readonly value: unknown;
}

const require = createRequire(import.meta.url);
const codec: {
  encodePair(message: StockMessage | 'GOODBYE'): [head: Buffer, body: Buffer | null];
  decodeHead(head: Buffer): StockMessage & { length: number };
  decodeBody(body: Buffer, head: object): StockMessage;
} = require('packet-stream-codec');

function decoded(frame: Buffer): StockMessage {
  const { req, stream, end, value } = codec.decodeBody(
    frame.subarray(9),
    codec.decodeHead(frame.subarray(0, 9)),
  );
  return { req, stream, end, value };
}

function encoded(message: StockMessage): Buffer {
  const [head, body] = codec.encodePair(message);
  return Buffer.concat([head, body ?? Buffer.alloc(0)]);
}

const text = fc.string().filter((value) => value !== '');
const bytes = fc.uint8Array({ minLength: 1 }).map((value) => Buffer.from(value));
const value = fc.oneof(
  text,
  bytes,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue().filter((json) => json !== ''),
);

describe('packet-stream-codec 1.2.0', () => {
  for (const { about, bytes } of vectors.frames) {
    if (about === 'goodbye') continue;
    test(`${about}: read and written alike`, () => {
      const frame = Buffer.from(bytes.map(([hex]) => hex).join(''), 'hex');
      assert.deepEqual(encoded(decoded(frame)), frame);
    });
  }

  test('writes the goodbye that we write', () => {
    const [head, body] = codec.encodePair('GOODBYE');
    assert.deepEqual([head, body], [Buffer.alloc(9), null]);
  });

  test('reads each value that we send, and writes it as we do', () => {
    fc.assert(
      fc.property(value, fc.boolean(), (value, isSource) => {
        const session = new TestSession();
        askedOf(session.feed(ask(1, isSource ? 'source' : 'async'))).send(value);
        session.session.outbox.grant(ALL_BYTES);
        const frame = Buffer.from(session.session.outbox.take() ?? []);
        const message = { req: -1, stream: isSource, end: false, value };
        assert.deepEqual(frame, encoded(message));
        assert.deepEqual(
          decoded(frame).value,
          Buffer.isBuffer(value) ? value : JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  test('is read by us as it was written', () => {
    fc.assert(
      fc.property(value, (value) => {
        const frame = encoded({ req: -1, stream: false, end: false, value });
        const read = frameValue(frame);
        const wanted = Buffer.isBuffer(value) ? new Uint8Array(value) : JSON.parse(JSON.stringify(value));
        assert.deepEqual(read, wanted);
      }),
    );
  });

  test('reads our errors', () => {
    const session = new TestSession();
    askedOf(session.feed(ask(1, 'source'))).fail('no');
    session.session.outbox.grant(ALL_BYTES);
    const frame = Buffer.from(session.session.outbox.take() ?? []);
    const message = { req: -1, stream: true, end: true, value: { message: 'no', name: 'Error', stack: '' } };
    assert.deepEqual(decoded(frame), message);
  });

  test('would end a connection over what a stranger writes into a tunnel, so that leaves us as bytes', () => {
    const evil = [frameOf(STREAM | BodyType.json, 9, '{'), frameOf(STREAM | 3, 9, 'type 3')];
    for (const frame of evil) assert.throws(() => decoded(Buffer.from(frame)));
    const call = frameOf(BodyType.json, 9, '{"name":["close"],"args":[]}');
    assert.equal(decoded(Buffer.from(call)).stream, false);
    const session = new TestSession();
    const tunnel = session.session.request('tunnel.connect', 'duplex', []);
    session.sent();
    for (const frame of [...evil, call, frameOf(STREAM | END, 9, 'end')]) {
      tunnel.forward(frame);
      session.session.outbox.grant(ALL_BYTES);
      const left = decoded(Buffer.from(session.session.outbox.take() ?? []));
      assert.deepEqual(left, { req: 1, stream: true, end: false, value: Buffer.from(frame.subarray(9)) });
    }
  });
});
