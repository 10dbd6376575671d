import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sodium } from '@open-rooms/protocol/node';
import fc from 'fast-check';
import { createIdentity, type Identity } from './identity.ts';
import { oneTimeKeys } from './transfer-box.ts';
import { CONFIRM_AFTER_MS, TransferGiver, type TransferSend } from './transfer-giver.ts';
import { readTransferMessage, type TransferMessage, writeTransferMessage } from './transfer-messages.ts';
import { TransferTaker } from './transfer-taker.ts';

const A = 'https://a.example';
const B = 'http://b.example:3000';

function giver(identity: Identity | undefined, own = A): TransferGiver {
  return new TransferGiver({ own, crypto: sodium, identity: () => identity });
}

function taker(own = B, from = A): TransferTaker {
  return new TransferTaker({ own, giver: from, crypto: sodium });
}

/** What a browser makes of a post: plain data, and only for the origin it is sent to. */
function posted(send: TransferSend | undefined, there: string): TransferMessage {
  assert.ok(send, 'something is posted');
  assert.ok([there, '*'].includes(send.to), `${send.to} is ${there}`);
  const message = readTransferMessage(structuredClone(writeTransferMessage(send.message)));
  assert.ok(message);
  return message;
}

/** A question that is on the giver's screen since 0. */
function asked(identity: Identity | undefined = createIdentity(sodium)) {
  const [from, to] = [giver(identity), taker()];
  const ask = posted(to.onMessage(A, posted(from.start(), B)), A);
  assert.equal(from.onMessage(B, ask, 0), undefined);
  return { from, to, ask };
}

describe('a key in transfer from page to page', () => {
  test('goes to the origin that the person was told, and arrives', () => {
    const identity = createIdentity(sodium);
    const { from, to } = asked(identity);
    assert.deepEqual([from.state, from.asker, from.isPlain, to.state], ['asking', B, true, 'asked']);
    const key = from.confirm(CONFIRM_AFTER_MS);
    assert.equal(key?.to, B);
    from.onMessage(B, posted(to.onMessage(A, posted(key, B)), A), 2_000);
    assert.deepEqual([from.state, to.state, to.identity], ['done', 'taken', identity]);
  });

  test('is not given before the question was seen for a while', () => {
    const { from } = asked();
    assert.equal(from.confirm(CONFIRM_AFTER_MS - 1), undefined);
    from.onShown(10_000);
    assert.equal(from.confirm(CONFIRM_AFTER_MS), undefined);
    assert.equal(from.confirmFrom, 10_000 + CONFIRM_AFTER_MS);
    assert.equal(from.confirm(10_000 + CONFIRM_AFTER_MS)?.to, B);
    assert.equal(from.confirm(20_000), undefined, 'nor twice');
  });

  test('is not given where the person, or the page, says no', () => {
    const declined = asked();
    declined.to.onMessage(A, posted(declined.from.decline(), B));
    assert.deepEqual([declined.from.state, declined.to.state], ['declined', 'declined']);
    assert.equal(declined.from.confirm(9_000), undefined);
    assert.equal(declined.from.decline(), undefined);

    const none = asked();
    none.to.onMessage(A, posted(none.from.hasNone(), B));
    assert.deepEqual([none.from.state, none.to.state], ['no-key', 'no-key']);
    const sealed = new TransferGiver({ own: A, crypto: sodium, identity: () => undefined });
    sealed.onMessage(B, asked().ask, 0);
    assert.deepEqual(posted(sealed.confirm(9_000), B), { type: 'refused', reason: 'no-key' });
  });

  test('is asked for again by the same page, and by no other in its place', () => {
    const { from, to, ask } = asked();
    from.onMessage(B, ask, 5);
    assert.equal(from.state, 'asking');
    assert.deepEqual(posted(to.onMessage(A, { type: 'ready' }), A), ask);
    from.onMessage('https://evil.example', ask, 10);
    assert.equal(from.state, 'broken');
    assert.equal(from.confirm(9_000), undefined);
    const other = asked();
    other.from.onMessage(B, { type: 'ask', publicKey: oneTimeKeys(sodium).publicKey }, 10);
    assert.equal(other.from.state, 'broken');
  });

  test('is not asked for by pages without a name, nor by the page itself', () => {
    const { ask } = asked();
    for (const origin of ['null', '', 'file://', 'chrome-extension://abc', A]) {
      const page = giver(createIdentity(sodium));
      page.onMessage(origin, ask, 0);
      assert.equal(page.state, 'waiting', origin);
    }
  });

  test('of others is not listened to', () => {
    const { from, to } = asked();
    const key = posted(from.confirm(9_000), B);
    for (const message of [key, { type: 'ready' }, { type: 'refused', reason: 'declined' }] as const)
      assert.equal(to.onMessage('https://evil.example', message), undefined);
    assert.equal(to.state, 'asked');
    from.onMessage('https://evil.example', { type: 'done' }, 10);
    assert.equal(from.state, 'given');
  });
});

describe('the box of a key in transfer', () => {
  test('opens for nobody who has handed the question on', () => {
    const evil = 'https://evil.example';
    const page = giver(createIdentity(sodium));
    const to = taker();
    const ask = posted(to.onMessage(A, { type: 'ready' }), A);
    page.onMessage(evil, ask, 0);
    assert.equal(page.asker, evil, 'the person is told who it is');
    assert.equal(to.onMessage(A, posted(page.confirm(9_000), evil)), undefined);
    assert.deepEqual([to.state, to.identity], ['broken', undefined]);
  });

  test('is made for no key of low order, and of no use once changed', () => {
    const page = giver(createIdentity(sodium));
    page.onMessage(B, { type: 'ask', publicKey: new Uint8Array(32) }, 0);
    assert.equal(page.confirm(9_000), undefined);
    assert.equal(page.state, 'broken');
    const { from, to } = asked();
    const key = posted(from.confirm(9_000), B);
    assert.ok(key.type === 'key');
    to.onMessage(A, { ...key, box: key.box.with(40, (key.box[40] ?? 0) ^ 1) });
    assert.equal(to.state, 'broken');
  });

  test('comes too late for a window that was closed, or that nobody answers from', () => {
    const { from, to } = asked();
    to.onClosed();
    to.onMessage(A, posted(from.confirm(9_000), B));
    assert.deepEqual([to.state, to.identity], ['closed', undefined]);
    const alone = taker();
    alone.onLate();
    assert.equal(alone.state, 'silent');
    const busy = asked();
    busy.to.onLate();
    assert.equal(busy.to.state, 'asked');
  });
});

test('whether a page is safe from those on the way is its origin, whole', () => {
  const { ask } = asked();
  const plain = (origin: string) => {
    const page = giver(createIdentity(sodium));
    page.onMessage(origin, ask, 0);
    return page.isPlain;
  };
  for (const origin of ['https://b.example', 'http://localhost:3000', 'http://127.0.0.1:3', 'http://[::1]:3'])
    assert.equal(plain(origin), false, origin);
  for (const origin of ['http://b.example', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example'])
    assert.equal(plain(origin), true, origin);
});

test('what is posted by anybody is one of our messages, or nothing', () => {
  fc.assert(
    fc.property(fc.anything(), (data) => {
      readTransferMessage(data);
      readTransferMessage({ openRooms: 'key-transfer', version: 1, type: data });
      assert.equal(
        readTransferMessage({ openRooms: 'key-transfer', version: 1, type: 'ask', publicKey: data }),
        undefined,
      );
    }),
  );
});
