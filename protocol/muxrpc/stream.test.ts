import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BodyType, END, STREAM } from './frame.ts';
import type { Stream } from './stream.ts';
import { frameOf, type Line, TestSession } from './test-sessions.ts';

const JSON_BODY = BodyType.json;

/** A session that was asked for `method` in the given way, with what it sent forgotten. */
function asked(type: string, limits = {}): { test: TestSession; stream: Stream } {
  const test = new TestSession(limits);
  const flags = type === 'async' ? JSON_BODY : JSON_BODY | STREAM;
  const [event] = test.feed(frameOf(flags, 1, JSON.stringify({ name: ['method'], args: [], type })));
  assert.ok(event?.kind === 'request');
  return { test, stream: event.stream };
}

describe('what a stream sends', () => {
  const values: readonly [unknown, number, string][] = [
    [{ a: 1 }, BodyType.json, '{"a":1}'],
    ['text', BodyType.text, 'text'],
    ['', BodyType.json, '""'],
    [5, BodyType.json, '5'],
    [true, BodyType.json, 'true'],
    [null, BodyType.json, 'null'],
    [undefined, BodyType.json, 'null'],
    [Buffer.from('bytes'), BodyType.binary, 'bytes'],
  ];
  for (const [value, type, body] of values) {
    test(`an answer ${JSON.stringify(value)}`, () => {
      const { test, stream } = asked('async');
      stream.send(value);
      assert.deepEqual(test.sent(), [{ flags: type, request: -1, body }]);
      assert.equal(test.session.openStreams, 0);
    });

    test(`a value ${JSON.stringify(value)} of a source`, () => {
      const { test, stream } = asked('source');
      stream.send(value);
      assert.deepEqual(test.sent(), [{ flags: STREAM | type, request: -1, body }]);
    });
  }

  test('never an empty frame: stock readers take it for a goodbye', () => {
    const call = asked('async');
    call.stream.send(new Uint8Array(0));
    assert.deepEqual(call.test.sent(), [{ flags: JSON_BODY, request: -1, body: 'null' }]);
    const duplex = asked('duplex');
    duplex.stream.send(new Uint8Array(0));
    duplex.stream.sendBytes(new Uint8Array(0));
    assert.deepEqual(duplex.test.sent(), []);
  });

  test('one answer to a call, whatever is tried after it', () => {
    const { test, stream } = asked('async');
    stream.send(1);
    stream.send(2);
    stream.fail('no');
    stream.end();
    assert.deepEqual(test.sent(), [{ flags: JSON_BODY, request: -1, body: '1' }]);
  });

  test('an error to a call: an end without the stream flag', () => {
    const { test, stream } = asked('async');
    stream.fail('no');
    const body = '{"message":"no","name":"Error","stack":""}';
    assert.deepEqual(test.sent(), [{ flags: JSON_BODY | END, request: -1, body }]);
  });

  test('one end, and nothing after it', () => {
    const { test, stream } = asked('duplex');
    stream.end();
    stream.send(1);
    stream.forward(frameOf(0, 9, 'late'));
    stream.fail('no');
    stream.cut('no');
    stream.abandon();
    assert.deepEqual(test.sent(), [{ flags: JSON_BODY | END | STREAM, request: -1, body: 'true' }]);
  });

  test('what a stranger writes into a tunnel leaves as bytes, whatever its flags said', () => {
    const { test, stream } = asked('duplex');
    const call = '{"name":["httpAuth","requestSolution"],"args":["a","b"]}';
    for (const flags of [0, JSON_BODY, BodyType.text, 3, 0xf0 | STREAM | JSON_BODY]) {
      stream.forward(frameOf(flags, 9, call));
    }
    const sent: Line = { flags: STREAM | BodyType.binary, request: -1, body: call };
    assert.deepEqual(test.sent(), [sent, sent, sent, sent, sent]);
  });
});

describe('a stream whose reader is slow', () => {
  test('is cut, with a sentence that says so, and holds no more than its bound', () => {
    const { test, stream } = asked('source', { queuedBytesPerRequest: 1000 });
    test.stall();
    let most = 0;
    for (let n = 0; n < 100; n++) {
      stream.send('x'.repeat(91));
      most = Math.max(most, stream.queuedBytes);
    }
    assert.ok(most <= 1100, `${most}`);
    assert.equal(stream.sentEnd, true);
    test.session.outbox.grant(100_000);
    const [end, ...more] = test.sent();
    assert.deepEqual(more, []);
    assert.match(end?.body ?? '', /^\{"message":"too-slow: 1100 bytes of method wait to be read; /);
  });

  test('is cut when its connection holds too much, but not while nothing of its own waits', () => {
    const limits = { queuedBytesPerRequest: 1000, queuedBytesPerConnection: 2000 };
    const { test, stream } = asked('source', limits);
    test.stall();
    for (let request = 2; request < 5; request++) {
      const open = frameOf(JSON_BODY | STREAM, request, '{"name":["other"],"args":[],"type":"source"}');
      const [event] = test.feed(open);
      assert.ok(event?.kind === 'request');
      event.stream.send('x'.repeat(900));
    }
    stream.send('first');
    assert.equal(stream.sentEnd, false);
    stream.send('second');
    assert.equal(stream.sentEnd, true);
  });

  test('loses neither the end that waits, nor the answers of others, when it is cut', () => {
    const { test, stream } = asked('source');
    test.stall();
    stream.send('last');
    stream.end();
    stream.cut('too late');
    const [first, second] = test.feed(
      frameOf(JSON_BODY, 2, '{"name":["a"],"args":[]}'),
      frameOf(JSON_BODY, 3, '{"name":["b"],"args":[]}'),
    );
    assert.ok(first?.kind === 'request' && second?.kind === 'request');
    first.stream.send('an answer');
    second.stream.cut('no');
    test.session.outbox.grant(100_000);
    const bodies = test.sent().map(({ request, body }) => `${request} ${body}`);
    const refusal = '{"message":"no","name":"Error","stack":""}';
    assert.deepEqual(bodies, ['-1 last', '-2 an answer', '-1 true', `-3 ${refusal}`]);
  });

  test('tells its receiver when there is room', () => {
    const { test, stream } = asked('source');
    test.stall();
    let rooms = 0;
    stream.receiver = { onFrame: () => undefined, onEnd: () => undefined, onRoom: () => rooms++ };
    for (let n = 0; n < 4; n++) stream.send('x'.repeat(91));
    stream.wantRoom(100);
    test.session.outbox.grant(200);
    assert.equal(rooms, 0);
    test.session.outbox.grant(200);
    assert.equal(rooms, 1);
  });
});
