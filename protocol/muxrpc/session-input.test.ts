import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ProtocolError } from './errors.ts';
import { BodyType, bodyOf, END, STREAM } from './frame.ts';
import { ask, askedOf, frameOf, JSON_END, plain, STREAM_END, TestSession } from './test-sessions.ts';

const MIN_INT32 = -(2 ** 31);

describe('odd input', () => {
  for (const number of [0, MIN_INT32]) {
    test(`request number ${number} ends the connection`, () => {
      assert.throws(() => new TestSession().feed(frameOf(2, number, '{}')), { code: 'bad-request-number' });
    });
  }

  test('frames for requests that nobody made are passed over', () => {
    const session = new TestSession();
    const frames = [
      frameOf(2, -5, '{"name":["method"],"args":[]}'),
      frameOf(JSON_END, -5, 'true'),
      frameOf(STREAM_END, -5, 'true'),
      frameOf(STREAM_END, 5, 'true'),
      frameOf(STREAM | BodyType.binary, 5, 'data'),
      frameOf(STREAM | BodyType.text, 5, 'data'),
      frameOf(BodyType.binary, 5, ''),
    ];
    assert.deepEqual(session.feed(...frames), []);
    assert.deepEqual(session.sent(), []);
  });

  test('empty frames on a stream are passed over', () => {
    const session = new TestSession();
    const stream = askedOf(session.feed(ask(1, 'duplex')));
    assert.deepEqual(session.feed(frameOf(STREAM, 1, ''), frameOf(STREAM | BodyType.text, 1, '')), []);
    assert.equal(stream.receivedEnd, false);
  });

  test('an empty answer is an answer', () => {
    const session = new TestSession();
    session.session.request('method', 'async', []);
    const [event] = session.feed(frameOf(BodyType.text, -1, ''));
    assert.ok(event?.kind === 'frame');
    assert.equal(bodyOf(event.frame).length, 0);
    assert.equal(session.session.openStreams, 0);
  });

  test('only the first answer to a call counts', () => {
    const session = new TestSession();
    session.session.request('method', 'async', []);
    const events = session.feed(frameOf(2, -1, '1'), frameOf(2, -1, '2'), frameOf(JSON_END, -1, '{}'));
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['frame'],
    );
  });

  test('a call that is asked again, or ended, before its answer is one call', () => {
    const session = new TestSession();
    const [asked, ...more] = session.feed(ask(1), ask(1), frameOf(JSON_END, 1, 'true'));
    assert.ok(asked?.kind === 'request');
    assert.deepEqual([more, session.session.openStreams], [[], 1]);
    asked.stream.send(1);
    assert.equal(session.sent().length, 1);
  });

  test('an end says nothing, true, a sentence or an object', () => {
    for (const [body, flags, error] of [
      ['', STREAM_END, undefined],
      ['true', STREAM_END, undefined],
      ['true', STREAM | END | BodyType.text, 'true'],
      ['"no"', STREAM_END, 'no'],
      ['{"message":"no"}', STREAM_END, 'no'],
      ['true', JSON_END, undefined],
    ] as const) {
      const session = new TestSession();
      session.session.request('method', 'source', []);
      assert.deepEqual(session.feed(frameOf(flags, -1, body)).map(plain), [['end', 1, error]]);
    }
  });

  test('what comes after a goodbye is not read', () => {
    const session = new TestSession();
    assert.deepEqual(session.feed(Buffer.concat([frameOf(0, 0, ''), ask(1)])), [{ kind: 'goodbye' }]);
    assert.deepEqual(session.feed(ask(2)), []);
    assert.deepEqual(session.feed(Buffer.alloc(100, 255)), []);
  });

  test('the same events come wherever the stream is cut', () => {
    const stream = Buffer.concat([
      ask(1, 'duplex'),
      frameOf(STREAM, 1, 'early data'),
      ask(2),
      frameOf(2, 3, '{'),
      ask(4, 'source'),
      frameOf(STREAM_END, 4, '{"message":"enough"}'),
      frameOf(STREAM_END, 1, 'true'),
      frameOf(0, 0, ''),
    ]);
    const whole = new TestSession().feed(stream).map(plain);
    assert.equal(whole.length, 8);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(stream.length)), (cuts) => {
        const session = new TestSession();
        const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const events = places.flatMap((place, index) =>
          session.feed(Buffer.from(stream.subarray(place, places[index + 1] ?? place))).map(plain),
        );
        assert.deepEqual(events, whole);
      }),
    );
  });

  test('any bytes make events or a ProtocolError, and what is held stays bounded', () => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(
        '',
        'true',
        '{"name":["m"],"args":[]}',
        '{"message":"no"}',
        '{"name":"m","args":[],"type":"source"}',
      ),
    );
    const frame = fc
      .tuple(fc.nat(255), fc.integer({ min: -4, max: 12 }), body)
      .map(([flags, request, body]) => frameOf(flags, request, body));
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 9, arbitrary: frame }, fc.uint8Array()), { maxLength: 60, size: 'max' }),
        (runs) => {
          const session = new TestSession({ openRequests: 5 });
          session.session.request('ours', 'duplex', []);
          session.session.request('ours', 'async', []);
          try {
            for (const run of runs) session.feed(run);
          } catch (error) {
            assert.ok(error instanceof ProtocolError, String(error));
          }
          assert.ok(session.session.openStreams <= 7);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
