import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { STREAM } from '../muxrpc/frame.ts';
import { ALL_BYTES, ask, askedOf, frameOf, STREAM_END, TestSession } from '../muxrpc/test-sessions.ts';
import { Encoded, Outlet } from './outlet.ts';

function outlet(limits = {}, type = 'source') {
  const session = new TestSession(limits);
  const stream = askedOf(session.feed(ask(1, type)));
  const out = new Outlet<unknown>(stream);
  let ended = 0;
  out.whenEnded(() => ended++);
  return { session, stream, out, ended: () => ended };
}

/** Feeds frames and lets the stream's receiver handle what comes of them. */
function feed(session: TestSession, frame: Uint8Array): void {
  for (const event of session.session.receive(frame, 0)) {
    if (event.kind === 'frame') event.stream.receiver?.onFrame(event.frame);
    if (event.kind === 'end') event.stream.receiver?.onEnd(event.error);
  }
}

describe('the outlet of a source', () => {
  test('sends values in order, one that was encoded for many among them, then the end', () => {
    const { session, out, ended } = outlet();
    out.push('text');
    out.push(new Encoded([1, 2]));
    out.push(new Encoded(undefined));
    out.end();
    assert.deepEqual(
      session.sent().map(({ body }) => body),
      ['text', '[1,2]', 'null', 'true'],
    );
    assert.equal(ended(), 1);
    out.push('late');
    assert.deepEqual(session.sent(), []);
  });

  test('says once that nobody reads any more, whoever ended it', () => {
    for (const end of [
      ({ out }: ReturnType<typeof outlet>) => out.end(),
      ({ out }: ReturnType<typeof outlet>) => out.fail('no'),
      ({ session }: ReturnType<typeof outlet>) => feed(session, frameOf(STREAM_END, 1, 'true')),
      ({ session }: ReturnType<typeof outlet>) => feed(session, frameOf(STREAM_END, 1, '{"message":"no"}')),
      ({ session }: ReturnType<typeof outlet>) => {
        for (const stream of session.session.close()) stream.receiver?.onEnd('gone');
      },
    ]) {
      const run = outlet();
      end(run);
      run.out.push('late');
      run.out.end();
      run.out.fail('late');
      assert.equal(run.ended(), 1);
      let late = 0;
      run.out.whenEnded(() => late++);
      assert.equal(late, 1);
    }
  });

  test('a reader that is too slow is cut, and its handler is told', () => {
    const { session, out, ended } = outlet({ queuedBytesPerRequest: 100 });
    session.stall();
    for (let n = 0; n < 20; n++) out.push('ten letters');
    assert.equal(ended(), 1);
    session.session.outbox.grant(ALL_BYTES);
    assert.match(session.sent().at(-1)?.body ?? '', /too-slow/);
  });

  test('says when a reader that was behind caught up', () => {
    const { session, out } = outlet();
    assert.equal(out.isBehind, false);
    session.stall();
    out.push('one');
    assert.equal(out.isBehind, true);
    let caughtUp = 0;
    out.whenCaughtUp(() => caughtUp++);
    session.session.outbox.grant(ALL_BYTES);
    session.session.outbox.grant(ALL_BYTES);
    assert.deepEqual([caughtUp, out.isBehind], [1, false]);
  });

  test('what is written to it is passed over', () => {
    const { session, out, ended } = outlet();
    feed(session, frameOf(STREAM, 1, 'data'));
    out.push('still there');
    assert.deepEqual([session.sent().length, ended()], [1, 0]);
  });

  test('a caller who does not say that it wants a source gets an end for its end, too', () => {
    const { session, ended } = outlet({}, 'duplex');
    feed(session, frameOf(STREAM_END, 1, 'true'));
    assert.deepEqual([session.sent().map(({ body }) => body), ended()], [['true'], 1]);
    assert.equal(session.session.openStreams, 0);
  });
});
