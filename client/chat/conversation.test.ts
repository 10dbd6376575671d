import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ChatExchange, feedIdOf, roomConversation, TYPING_SHOWN_MS } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import type { Room } from '../connection/room.ts';
import { createIdentity } from '../identity/identity.ts';
import { ConversationState } from '../state/conversation-state.ts';
import { Conversation, type Speaking } from './conversation.ts';

const ROOM = feedIdOf(new Uint8Array(32).fill(7));
const chat = roomConversation(sodium, ROOM);
const carol = feedIdOf(new Uint8Array(32).fill(3));

/** Alice in a room, with nobody to hear her. */
function alone() {
  const clock = new VirtualClock();
  const me = createIdentity(sodium);
  const exchange = new ChatExchange({ crypto: sodium, me, attends: () => false });
  exchange.join(chat);
  const speaking: Speaking = {
    ...{ me: me.id, clock, now: () => 1_000_000 + clock.now(), isAsked: () => false },
    log: () => exchange.log(chat),
    say: async (_chat, content) => {
      const signed = exchange.sign(chat, content, speaking.now());
      exchange.say(signed, speaking.now());
      return signed.record.id;
    },
    ...{ read: () => undefined, typing: () => undefined, refuse: () => undefined },
    accept: async () => undefined,
  };
  return { clock, exchange, conversation: new Conversation(chat, {} as Room, speaking) };
}

describe('a conversation', () => {
  test('shows the same entries until one of them changes, and then that one anew', async () => {
    const { conversation } = alone();
    const ids = [
      await conversation.send('one'),
      await conversation.send('two'),
      await conversation.send('three'),
    ];
    conversation.changed();
    const before = conversation.entries;
    assert.equal(conversation.entries, before);
    await conversation.edit(ids[1] ?? '', 'two, really');
    conversation.changed();
    const [one, two, three] = conversation.entries;
    assert.deepEqual([one, three], [before[0], before[2]]);
    assert.ok(one === before[0] && three === before[2] && two !== before[1]);
    assert.deepEqual([two?.text, two?.edited, two?.removed], ['two, really', true, false]);
  });

  test('leaves what was removed in its place, empty, and what was never seen not at all', async () => {
    const { conversation } = alone();
    const ids = [
      await conversation.send('one'),
      await conversation.send('two'),
      await conversation.send('three'),
    ];
    await conversation.remove(ids[2] ?? '');
    conversation.changed();
    assert.deepEqual(
      conversation.entries.map(({ text }) => text),
      ['one', 'two'],
    );
    await conversation.remove(ids[0] ?? '');
    conversation.changed();
    const shown = conversation.entries;
    assert.deepEqual(
      shown.map(({ text, removed }) => [text, removed]),
      [
        ['', true],
        ['two', false],
      ],
    );
    conversation.changed();
    assert.equal(conversation.entries[0], shown[0]);
  });

  test('shows who types for a while', () => {
    const { conversation, clock } = alone();
    const state = new ConversationState(conversation);
    const seen: number[] = [];
    const stop = state.typing.subscribe((typing) => seen.push(typing.length));
    conversation.typed(carol);
    clock.advance(TYPING_SHOWN_MS - 1);
    assert.deepEqual(conversation.typing, [carol]);
    conversation.typed(carol);
    clock.advance(TYPING_SHOWN_MS - 1);
    assert.deepEqual(conversation.typing, [carol]);
    clock.advance(1);
    assert.deepEqual(conversation.typing, []);
    conversation.typed(carol);
    conversation.stopped(carol);
    assert.deepEqual(seen, [0, 1, 0, 1, 0]);
    conversation.typed(carol);
    conversation.fallSilent();
    clock.advance(TYPING_SHOWN_MS);
    assert.deepEqual(seen, [0, 1, 0, 1, 0, 1, 0], 'once: no timer is left');
    stop();
  });
});
