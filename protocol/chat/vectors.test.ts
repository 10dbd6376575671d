import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import vectors from '../../spec/vectors/chat.json' with { type: 'json' };
import { fromHex, toHex } from '../bytes/hex.ts';
import type { FeedId } from '../identity/feed-id.ts';
import { sodium } from '../node/sodium.ts';
import { privateConversation, roomConversation } from './conversation.ts';
import { ChatFrameReader } from './frame-reader.ts';
import { type Frame, readFrame, writeFrame } from './frames.ts';
import { type Content, isGenuine, readRecord, signRecord } from './message.ts';
import { TestPeople } from './test-people.ts';

const people = new TestPeople(sodium);

describe('conversations', () => {
  for (const { about, room, people: pair, text, id } of vectors.conversations) {
    test(about, () => {
      const [one, other] = (pair ?? []) as FeedId[];
      const made =
        one === undefined || other === undefined
          ? roomConversation(sodium, room as FeedId)
          : privateConversation(sodium, one, other);
      assert.equal(made.id, id);
      assert.equal(toHex(sodium.sha256(new TextEncoder().encode(text))), id);
      if (one !== undefined && other !== undefined)
        assert.deepEqual(privateConversation(sodium, other, one), made);
    });
  }
});

describe('records', () => {
  for (const { about, seedByte, nonce, conversation, author, time, content, id, bytes } of vectors.records) {
    test(`${about} is signed`, () => {
      const crypto = { ...sodium, randomBytes: () => fromHex(nonce) };
      const who = people.person(seedByte);
      const record = signRecord(crypto, who, conversation, time, content as Content);
      assert.deepEqual([record.author, record.id, toHex(record.bytes)], [author, id, bytes]);
    });

    test(`${about} is read`, () => {
      const record = readRecord(sodium, fromHex(bytes));
      assert.deepEqual(record, { id, conversation, author, time, content, bytes: fromHex(bytes) });
      assert.ok(isGenuine(sodium, record));
    });
  }
});

describe('frames', () => {
  for (const { frame, bytes } of vectors.frames) {
    test(frame.kind, () => {
      assert.equal(toHex(writeFrame(frame as Frame)), bytes);
      const [found] = [...new ChatFrameReader().read(fromHex(bytes))];
      assert.deepEqual(found && readFrame(found), frame);
    });
  }
});
