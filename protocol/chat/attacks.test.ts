import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import vectors from '../../spec/vectors/chat.json' with { type: 'json' };
import { concat } from '../bytes/concat.ts';
import { fromHex } from '../bytes/hex.ts';
import { sodium } from '../node/sodium.ts';
import { type Conversation, privateConversation } from './conversation.ts';
import { ChatExchange } from './exchange.ts';
import { ChatFrameReader } from './frame-reader.ts';
import { type Frame, readFrame, writeFrame } from './frames.ts';
import {
  MAX_AHEAD_MS,
  MAX_ASKED,
  MAX_FRAME_IDS,
  MAX_OFFERED,
  MAX_UNJOINED,
  PAGES_AT_ONCE,
  PUSHES_AT_ONCE,
  UNANSWERED_MS,
} from './limits.ts';
import { signRecord } from './message.ts';
import { END, START } from './position.ts';
import { TestPeople } from './test-people.ts';

const people = new TestPeople(sodium);
const [alice, bob, mallory] = [people.person(1), people.person(2), people.person(3)];
const ROOM = people.room;
const { id: conversation } = ROOM;
const NOW = 1767225600000;
const OTHER_DIGEST = 'ab'.repeat(32);

/** Alice, who has said something in the room, and a neighbour that says whatever a test makes it say. */
class Attacked {
  readonly exchange = new ChatExchange({ crypto: sodium, me: alice, attends: () => true });
  readonly #reader = new ChatFrameReader();
  readonly link;
  now = NOW;

  constructor() {
    this.exchange.join(ROOM);
    this.write(ROOM, 'hello');
    this.link = this.exchange.connect(mallory.id);
  }

  write(conversation: Conversation, text: string): void {
    this.exchange.say(this.exchange.sign(conversation, { kind: 'text', text }, NOW), NOW);
  }

  /** Sends frames and answers the code of the fault for which the link was cut, if it was. */
  send(...frames: readonly Frame[]): string | undefined {
    const events = this.exchange.receive(this.link, concat(...frames.map(writeFrame)), this.now);
    return events.flatMap((event) => (event.kind === 'cut' ? event.fault.code : []))[0];
  }

  /** Hello, and the room opened with something else in it. */
  open(): this {
    this.send({ kind: 'hello', version: 1 }, { kind: 'open', conversation, digest: OTHER_DIGEST });
    return this;
  }

  /** All that Alice has to say now. */
  heard(): Frame[] {
    const frames: Frame[] = [];
    for (let bytes = this.link.take(this.now); bytes !== undefined; bytes = this.link.take(this.now))
      for (const frame of this.#reader.read(bytes)) frames.push(readFrame(frame));
    return frames;
  }
}

const ids = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => (from + n).toString(16).padStart(32, '0'));
const record = (text: string, author = mallory, time = NOW): Frame => ({
  kind: 'record',
  bytes: people.said(author, time, text).bytes,
});
const lastPage = { kind: 'page', conversation, from: START, digest: OTHER_DIGEST, ids: [] } as const;

describe('a neighbour is cut that', () => {
  for (const [does, frames, code] of [
    ['says something before hello', [{ kind: 'open', conversation, digest: OTHER_DIGEST }], 'not-chat'],
    ['says hello twice', [1, 1].map((version) => ({ kind: 'hello', version })), 'damaged'],
  ] as [string, Frame[], string][]) {
    test(does, () => assert.equal(new Attacked().send(...frames), code));
  }

  test('sends a page that nobody asked for, or the last one again', () => {
    const attacked = new Attacked().open();
    assert.equal(attacked.send(lastPage), 'unasked');
    const other = new Attacked().open();
    assert.ok(other.heard().some(({ kind }) => kind === 'look'));
    assert.equal(other.send(lastPage), undefined);
    other.heard();
    assert.equal(other.send(lastPage), 'unasked');
  });

  test('sends a page that does not lead on', () => {
    const attacked = new Attacked().open();
    attacked.heard();
    assert.equal(attacked.send({ ...lastPage, from: { ...END, time: 5 } }), 'damaged');
  });

  test('sends what its author has not signed, asked for or not', () => {
    const genuine = people.said(bob, NOW, 'hello');
    const bytes = genuine.bytes.with(-1, (genuine.bytes.at(-1) ?? 0) ^ 1);
    assert.equal(new Attacked().open().send({ kind: 'record', bytes }), 'forged');
  });

  test('writes in a private conversation of its own as a third', () => {
    const attacked = new Attacked();
    const pair = privateConversation(sodium, alice.id, mallory.id);
    attacked.exchange.join(pair);
    attacked.open();
    attacked.send({ kind: 'open', conversation: pair.id, digest: OTHER_DIGEST });
    const { bytes } = signRecord(sodium, bob, pair.id, NOW, { kind: 'text', text: 'I am Bob' });
    assert.equal(attacked.send({ kind: 'record', bytes }), 'forged');
  });

  test('sends more unasked than people write', () => {
    const attacked = new Attacked().open();
    for (let n = 0; n < PUSHES_AT_ONCE; n++) assert.equal(attacked.send(record(`${n}`)), undefined);
    assert.equal(attacked.send(record('one too many')), 'too-many');
    assert.equal(attacked.link.take(NOW), undefined);
  });

  test('asks for everything over and over', () => {
    const attacked = new Attacked().open();
    attacked.send({ kind: 'look', conversation, before: END });
    const page = attacked.heard().find((frame) => frame.kind === 'page');
    assert.ok(page?.kind === 'page');
    const want = { kind: 'want', conversation, ids: page.ids } as const;
    assert.equal(attacked.send(want), undefined);
    assert.equal(attacked.heard().filter(({ kind }) => kind === 'record').length, 1);
    assert.equal(attacked.send(want), 'too-many');
  });

  test('claims to hold more than two logs', () => {
    const attacked = new Attacked().open();
    let code: string | undefined;
    for (let n = 0; code === undefined && n <= MAX_OFFERED; n += MAX_FRAME_IDS)
      code = attacked.send({ kind: 'have', conversation, ids: ids(MAX_FRAME_IDS, n) });
    assert.equal(code, 'too-many');
  });

  test('leaves unanswered what it claimed to hold', () => {
    const attacked = new Attacked().open();
    attacked.send({ kind: 'have', conversation, ids: ids(200) });
    const wanted = attacked.heard().flatMap((frame) => (frame.kind === 'want' ? frame.ids : []));
    assert.equal(wanted.length, MAX_ASKED);
    assert.equal(attacked.exchange.deadline(NOW), NOW + UNANSWERED_MS);
    assert.deepEqual(attacked.exchange.tick(NOW + UNANSWERED_MS - 1), []);
    const [event] = attacked.exchange.tick(NOW + UNANSWERED_MS);
    assert.ok(event?.kind === 'cut' && event.fault.code === 'unanswered');
  });
});

describe('a neighbour gets nothing by', () => {
  test('asking for pages without end: they come at a pace', () => {
    const attacked = new Attacked().open();
    let pages = 0;
    for (let n = 0; n < 1000; n++) {
      attacked.send({ kind: 'look', conversation, before: END });
      pages += attacked.heard().filter(({ kind }) => kind === 'page').length;
    }
    assert.ok(pages <= PAGES_AT_ONCE + 1, `${pages}`);
    const due = attacked.exchange.deadline(NOW);
    assert.ok(due !== undefined && due > NOW);
    attacked.now = due;
    assert.equal(attacked.heard().filter(({ kind }) => kind === 'page').length, 1);
  });

  test('opening conversations that are none of ours, or of others', () => {
    const attacked = new Attacked().open();
    const pair = privateConversation(sodium, alice.id, bob.id);
    attacked.exchange.join(pair);
    attacked.write(pair, 'psst');
    attacked.heard();
    for (let n = 0; n < 2 * MAX_UNJOINED; n++)
      attacked.send({ kind: 'open', conversation: n.toString(16).padStart(64, '0'), digest: OTHER_DIGEST });
    const { id } = pair;
    const { bytes } = signRecord(sodium, mallory, id, NOW, { kind: 'text', text: 'let me in' });
    for (const frame of [
      { kind: 'open', conversation: id, digest: OTHER_DIGEST },
      { kind: 'look', conversation: id, before: END },
      { kind: 'want', conversation: id, ids: ids(1) },
      { kind: 'record', bytes },
    ] as const)
      assert.equal(attacked.send(frame), undefined);
    assert.deepEqual(attacked.heard(), []);
    assert.equal(attacked.exchange.log(pair)?.messages.length, 1);
  });

  test('writing from the day after tomorrow: nobody sees it, nobody is cut for passing it on', () => {
    const attacked = new Attacked().open();
    assert.equal(attacked.send(record('first!', mallory, NOW + 2 * MAX_AHEAD_MS)), undefined);
    assert.equal(attacked.exchange.log(ROOM)?.messages.length, 1);
  });

  test('typing a thousand times a second', () => {
    const attacked = new Attacked().open();
    const typing = writeFrame({ kind: 'typing', conversation });
    const all = concat(...Array.from({ length: 1000 }, () => typing));
    assert.equal(attacked.exchange.receive(attacked.link, all, NOW).length, 1);
  });

  test('coming and going: each time it is told once what is here', () => {
    const attacked = new Attacked().open();
    attacked.heard();
    for (let n = 0; n < 1000; n++)
      attacked.send({ kind: 'leave', conversation }, { kind: 'open', conversation, digest: OTHER_DIGEST });
    assert.deepEqual(
      attacked.heard().map(({ kind }) => kind),
      ['open', 'look'],
    );
  });
});

test('no bytes make an exchange do anything but go on, or cut their neighbour with a named fault', () => {
  const frames = [
    ...vectors.frames.map(({ bytes }) => fromHex(bytes)),
    writeFrame(record('hello')),
    writeFrame({ kind: 'open', conversation, digest: OTHER_DIGEST }),
    writeFrame({ kind: 'have', conversation, ids: ids(3) }),
    writeFrame({ kind: 'gone', conversation, ids: ids(3) }),
    writeFrame({ kind: 'look', conversation, before: END }),
    writeFrame(lastPage),
  ];
  const damaged = fc
    .tuple(fc.constantFrom(...frames), fc.nat(300), fc.nat(255))
    .map(([frame, at, byte]) => frame.with(at % frame.length, byte));
  const bytes = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...frames) },
    { weight: 1, arbitrary: damaged },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
  );
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 25 }), (chunks) => {
      const attacked = new Attacked();
      attacked.send({ kind: 'hello', version: 1 });
      for (const chunk of chunks) {
        const events = attacked.exchange.receive(attacked.link, chunk, NOW);
        assert.equal(
          events.some(({ kind }) => kind === 'cut'),
          attacked.link.isClosed,
        );
        attacked.link.take(NOW);
        if (attacked.link.isClosed) break;
      }
      assert.ok((attacked.exchange.log(ROOM)?.messages.length ?? 0) <= 2);
    }),
    { numRuns: 500 },
  );
});
