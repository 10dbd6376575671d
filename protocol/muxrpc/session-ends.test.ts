import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ProtocolError } from './errors.ts';
import { BodyType, STREAM } from './frame.ts';
import type { Stream } from './stream.ts';
import { ALL_BYTES, ask, askedOf, frameOf, STREAM_END, TestSession } from './test-sessions.ts';

describe('ends', () => {
  test('an end is answered with an end, once, and the request is over', () => {
    for (const type of ['source', 'sink', 'duplex']) {
      for (const body of ['true', '{"message":"no"}']) {
        const session = new TestSession();
        askedOf(session.feed(ask(1, type)));
        session.feed(frameOf(STREAM_END, 1, body));
        assert.deepEqual(session.sent(), [{ flags: STREAM_END, request: -1, body: 'true' }]);
        assert.equal(session.session.openStreams, 0);
      }
    }
  });

  test('a stream that we ended is over: stock peers never end a duplex that was ended', () => {
    for (const end of [(stream: Stream) => stream.end(), (stream: Stream) => stream.fail('no')]) {
      const session = new TestSession();
      end(askedOf(session.feed(ask(1, 'duplex'))));
      assert.equal(session.session.openStreams, 0);
      session.sent();
      const late = session.feed(frameOf(STREAM, 1, 'late'), frameOf(STREAM | BodyType.json, 1, '{"note":1}'));
      assert.deepEqual([late, session.sent()], [[], []]);
      assert.deepEqual(session.feed(frameOf(STREAM_END, 1, 'true')), []);
    }
  });

  test('what late data are remembered for is bounded', () => {
    const session = new TestSession();
    for (let request = 1; request <= 5000; request++) askedOf(session.feed(ask(request, 'duplex'))).end();
    session.sent();
    assert.deepEqual(session.feed(frameOf(STREAM | BodyType.json, 5000, '{}')), []);
    assert.deepEqual(session.feed(frameOf(STREAM | BodyType.json, 1, '{}')), [
      { kind: 'refused', reason: 'bad-request' },
    ]);
  });

  test('an error, or the end of a source, forgets what nobody will read', () => {
    for (const [type, body, left] of [
      ['source', 'true', 1],
      ['duplex', '{"message":"no"}', 1],
      ['duplex', 'true', 2],
    ] as const) {
      const session = new TestSession();
      const stream = askedOf(session.feed(ask(1, type)));
      session.stall();
      stream.send('value');
      session.feed(frameOf(STREAM_END, 1, body));
      session.session.outbox.grant(ALL_BYTES);
      assert.equal(session.sent().length, left);
    }
  });

  test('nobody misses an end because what follows it breaks the protocol', () => {
    const session = new TestSession();
    askedOf(session.feed(ask(1, 'duplex')));
    const bytes = Buffer.concat([frameOf(STREAM_END, 1, 'true'), Buffer.from('00ffffffff00000001', 'hex')]);
    const kinds: string[] = [];
    assert.throws(() => {
      for (const { kind } of session.session.receive(bytes, 0)) kinds.push(kind);
    }, ProtocolError);
    assert.deepEqual(kinds, ['end']);
  });

  test('a handler that ends a stream hears nothing more of it, not even of the same run', () => {
    const session = new TestSession();
    const bytes = Buffer.concat([
      ask(1, 'duplex'),
      frameOf(STREAM, 1, 'data'),
      frameOf(STREAM_END, 1, 'true'),
    ]);
    const kinds: string[] = [];
    for (const event of session.session.receive(bytes, 0)) {
      kinds.push(event.kind);
      if (event.kind === 'request') event.stream.fail('no');
    }
    assert.deepEqual(kinds, ['request']);
  });

  test('a connection that goes tells each open stream once', () => {
    const session = new TestSession();
    const call = session.session.request('method', 'async', []);
    const source = session.session.request('method', 'source', []);
    session.session.request('method', 'duplex', []).end();
    const duplex = askedOf(session.feed(ask(1, 'duplex')));
    assert.deepEqual(new Set(session.session.close()), new Set([call, source, duplex]));
    assert.ok(call.lost && source.lost && duplex.lost);
    assert.deepEqual(session.session.close(), []);
    duplex.send('late');
    source.end();
    assert.equal(session.session.openStreams, 0);
  });
});
