import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BodyType } from './frame.ts';
import { SERVER_LIMITS } from './limits.ts';
import { ask, TestSession } from './test-sessions.ts';

/** As much as comes in one piece: a WebSocket message. */
const RUN_BYTES = 1024 * 1024;

const ANSWER = Buffer.alloc(1_000, 32);

describe('answers that nobody reads', () => {
  test('end the connection as soon as they are too many, in the middle of what came', () => {
    const connection = new TestSession();
    connection.stall();
    const { session } = connection;
    const calls = Buffer.concat(Array.from({ length: RUN_BYTES / 50 }, (_, n) => ask(n + 1)));
    assert.throws(
      () => {
        for (const event of session.receive(calls, 0)) {
          assert.ok(event.kind === 'request');
          event.stream.sendEncoded(BodyType.json, ANSWER);
        }
      },
      { code: 'answers-unread' },
    );
    assert.ok(session.answers.bytes <= SERVER_LIMITS.queuedAnswerBytes + 2 * ANSWER.length);
  });
});

describe('sources that nobody reads', () => {
  test('keep little more than a connection may have waiting, however long their first values are', () => {
    const connection = new TestSession();
    connection.stall();
    const { session } = connection;
    const list = Buffer.alloc(SERVER_LIMITS.queuedBytesPerRequest, 32);
    for (let at = 1; at <= SERVER_LIMITS.openRequests; at++) {
      for (const event of session.receive(ask(at, 'source'), 0)) {
        assert.ok(event.kind === 'request');
        event.stream.sendEncoded(BodyType.json, list);
      }
    }
    assert.ok(session.outbox.queuedBytes <= SERVER_LIMITS.queuedBytesPerConnection + 2 * list.length);
  });

  test('that say little each are not cut for the others', () => {
    const connection = new TestSession();
    connection.stall();
    const { session } = connection;
    const list = Buffer.alloc(SERVER_LIMITS.queuedBytesPerRequest, 32);
    let last: { readonly sentEnd: boolean } | undefined;
    for (let at = 1; at <= SERVER_LIMITS.openRequests; at++) {
      for (const event of session.receive(ask(at, 'source'), 0)) {
        assert.ok(event.kind === 'request');
        event.stream.sendEncoded(BodyType.json, at === SERVER_LIMITS.openRequests ? ANSWER : list);
        last = event.stream;
      }
    }
    assert.equal(last?.sentEnd, false);
  });
});
