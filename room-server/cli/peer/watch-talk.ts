import type { Client, Conversation, Entry, IncomingRing } from '@open-rooms/client';
import { printable } from '../../observe/printable.ts';
import type { PeerEvent, Tell } from './events.ts';
import { roomName } from './names.ts';
import { whoIs } from './watch-room.ts';

/** What was said longer ago than this when it comes is kept, and not told to a person: it may be a whole log. */
const OLD_MS = 60 * 60_000;

export interface TalkTelling {
  readonly client: Client;
  readonly tell: Tell;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether all of it is told, however old. */
  readonly isWhole: boolean;
}

/** Tells what others say, and who rings, until disposed. */
export function watchTalk({ client, tell, now, isWhole }: TalkTelling): Disposable {
  using watching = new DisposableStack();
  let isOver = false;
  watching.defer(() => {
    isOver = true;
  });
  watching.use(
    client.conversations.onMessage((conversation, entry) => {
      if (isWhole || now() - entry.at < OLD_MS) tell(messageEvent(client, conversation, entry));
    }),
  );
  const ring = (state: 'rings' | 'asks') => (rung: IncomingRing) => {
    tell({ event: 'ring', state, room: rung.room, ...whoIs(client, rung.from) });
    void rung.ended.then((how) => {
      if (!isOver) tell({ event: 'ring', state: how, room: rung.room, ...whoIs(client, rung.from) });
    });
  };
  watching.use(client.rings.watch({ joined: ring('rings'), left: () => undefined }));
  watching.use(client.askedRings.watch({ joined: ring('asks'), left: () => undefined }));
  return watching.move();
}

function messageEvent(client: Client, conversation: Conversation, entry: Entry): PeerEvent {
  const { id, author, at, text } = entry;
  const who = whoIs(client, author);
  const called = who.name === undefined ? client.nameOf(author) : undefined;
  const { room } = conversation;
  return {
    event: 'message',
    ...(room === undefined ? { to: 'you' } : { to: 'room', room: room.id, in: roomName(room) }),
    ...who,
    ...(called !== undefined && { called: printable(called) }),
    ...{ message: id, at: new Date(at).toISOString(), text },
    ...(conversation.isAsked && { asks: true }),
  };
}
