import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BodyType, STREAM } from './frame.ts';
import { SERVER_LIMITS } from './limits.ts';
import { ALL_BYTES, ask, askedOf, frameOf, refusal, STREAM_END, TestSession } from './test-sessions.ts';

describe('requests of the other side', () => {
  for (const [type, is] of [
    [undefined, 'duplex'],
    ['source', 'source'],
    ['sink', 'sink'],
    ['duplex', 'duplex'],
    ['async', 'duplex'],
  ] as const) {
    test(`a stream request of type ${type} is a ${is}`, () => {
      const body = JSON.stringify({ name: ['method'], args: [], type });
      assert.equal(askedOf(new TestSession().feed(frameOf(STREAM | BodyType.json, 1, body))).type, is);
    });
  }

  for (const type of [undefined, 'async', 'sync', 'source']) {
    test(`without the stream flag, type ${type} is a call`, () => {
      const body = JSON.stringify({ name: ['method'], args: [], type });
      assert.equal(askedOf(new TestSession().feed(frameOf(BodyType.json, 1, body))).type, 'async');
    });
  }

  test('that cannot be read are refused in their own kind, and the next is read', () => {
    const session = new TestSession();
    const events = session.feed(frameOf(2, 1, '{'), frameOf(10, 2, '{"name":7}'), ask(3));
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['refused', 'refused', 'request'],
    );
    assert.deepEqual(session.sent(), [
      refusal(1, 'invalid request, the body is not JSON'),
      refusal(2, 'invalid request, name should be a string or a list of strings', STREAM_END),
    ]);
  });

  test('of more JSON than is read are refused unread', () => {
    const session = new TestSession({ jsonBytes: 100 });
    session.feed(ask(1, 'async', 'method', ['x'.repeat(100)]), ask(2));
    assert.deepEqual(session.sent(), [
      refusal(1, 'invalid request, a call of 146 bytes: at most 100 are read'),
    ]);
  });

  test('20,000 sources on one connection: as many as are allowed are open, the others are told why', () => {
    const session = new TestSession();
    const kinds = { request: 0, refused: 0 };
    for (let request = 1; request <= 20_000; request++) {
      for (const { kind } of session.feed(ask(request, 'source'))) {
        if (kind === 'request' || kind === 'refused') kinds[kind]++;
      }
    }
    const { openRequests } = SERVER_LIMITS;
    assert.deepEqual(kinds, { request: openRequests, refused: 20_000 - openRequests });
    assert.equal(session.session.openStreams, openRequests);
    const sentence = `too many open requests: at most ${openRequests} on one connection`;
    assert.deepEqual(session.sent().at(-1), refusal(20_000, sentence, STREAM_END));
    session.feed(frameOf(STREAM_END, 1, 'true'));
    assert.equal(askedOf(session.feed(ask(20_001))).isCall, true);
  });

  test('are open until what was answered has left: who opens, ends and does not read gets no more', () => {
    const session = new TestSession({ openRequests: 10 });
    session.stall();
    let refused = 0;
    for (let request = 1; request <= 1000; request++) {
      for (const event of session.feed(ask(request, 'source'))) {
        if (event.kind === 'refused') refused++;
        if (event.kind !== 'request') continue;
        event.stream.send('x'.repeat(100));
        event.stream.end();
      }
      session.feed(frameOf(STREAM_END, request, 'true'));
    }
    assert.equal(refused, 990);
    assert.equal(session.session.openStreams, 0);
    session.session.outbox.grant(ALL_BYTES);
    assert.equal(session.feed(ask(1001, 'source'))[0]?.kind, 'request');
  });

  test('whose answers are not read end the connection, refusals of streams included', () => {
    for (const type of ['async', 'source']) {
      const session = new TestSession({ openRequests: 5 });
      session.stall();
      const flood = () => {
        for (let request = 1; request <= 100_000; request++) {
          for (const event of session.feed(ask(request, type))) {
            if (event.kind === 'request' && event.stream.isCall) event.stream.send(1_600_000_000_000);
          }
        }
      };
      assert.throws(flood, { name: 'ProtocolError', code: 'answers-unread' });
      assert.ok(session.session.outbox.queuedBytes < SERVER_LIMITS.queuedAnswerBytes + 1000);
    }
  });

  test('more of them than the rate allows make wait', () => {
    const session = new TestSession({ requestsPerSecond: 100, requestBurst: 10 });
    for (let request = 1; request <= 12; request++) session.feed(ask(request));
    assert.equal(session.session.requestDelay(0), 20);
    assert.equal(session.session.requestDelay(20), 0);
  });
});

describe('requests of ours', () => {
  test('are numbered from 1 and written as any peer reads them', () => {
    const session = new TestSession();
    session.session.request('whoami', 'async', []);
    session.session.request('room.attendants', 'source', [{ a: 1 }]);
    assert.deepEqual(session.sent(), [
      { flags: 2, request: 1, body: '{"name":["whoami"],"args":[],"type":"async"}' },
      { flags: 10, request: 2, body: '{"name":["room","attendants"],"args":[{"a":1}],"type":"source"}' },
    ]);
  });

  test('are bounded while the other side does not read', () => {
    const session = new TestSession({ ownRequests: 3 });
    session.stall();
    for (let n = 0; n < 3; n++) session.session.request('tunnel.connect', 'duplex', []).end();
    assert.deepEqual([session.session.canRequest, session.session.openStreams], [false, 0]);
    session.session.outbox.grant(ALL_BYTES);
    assert.equal(session.session.canRequest, true);
  });

  test('that cannot be written leave nothing open', () => {
    const session = new TestSession();
    const args = [1n];
    assert.throws(() => session.session.request('method', 'duplex', args), TypeError);
    assert.equal(session.session.openStreams, 0);
  });

  test('are not made after a goodbye', () => {
    const session = new TestSession();
    session.session.goodbye();
    session.session.goodbye();
    assert.equal(session.session.canRequest, false);
    assert.deepEqual(session.sent(), [{ flags: 0, request: 0, body: '' }]);
  });
});
