import type { Conversation } from '@open-rooms/client';
import { EXIT } from '../failure.ts';
import { SIGNAL_EXIT } from '../start.ts';
import type { Terminal } from '../terminal.ts';
import { roomName } from './names.ts';
import { staying } from './open-client.ts';
import type { SayWish } from './peer-wish.ts';
import { stopping } from './stopping.ts';
import { telling } from './tell.ts';

/**
 * Says one thing in a room, and waits until somebody else has it: rooms keep nothing of what is said.
 *
 * @returns the exit code.
 */
export async function say(wish: SayWish, terminal: Terminal): Promise<number> {
  using stop = stopping(terminal);
  try {
    await using acting = await staying(
      { ...wish, strangers: 'request', talks: true, throughRoom: true },
      terminal,
    );
    const { client } = acting;
    const { json } = wish;
    const output = terminal.stdout;
    const { tell } = telling({
      json,
      output,
      terminal,
      isAsking: false,
      rooms: () => 1,
      onUnread: stop.stop,
    });
    const room = await client.join(wish.where, { signal: stop.signal });
    const conversation = client.conversations.of(room);
    const id = await conversation.send(wish.say);
    const isHeard = delivered(conversation, id);
    const isFirst = await Promise.race([
      isHeard,
      room.listed.then(() => room.attendants.size === 0),
      stop.asked,
    ]);
    if (isFirst === true && !json)
      terminal.stderr.write('Nobody is here to hear it yet. Waiting for whoever comes first.\n');
    const delivery = await Promise.race([isHeard, stop.asked]);
    if (delivery === undefined) return stop.by === undefined ? EXIT.done : SIGNAL_EXIT[stop.by];
    tell({ event: 'said', room: room.id, in: roomName(room), message: id, delivery });
    return EXIT.done;
  } catch (error) {
    if (stop.by !== undefined) return SIGNAL_EXIT[stop.by];
    throw error;
  }
}

/** Resolves when somebody else holds a message. */
async function delivered(conversation: Conversation, id: string): Promise<'sent' | 'read'> {
  const held = Promise.withResolvers<'sent' | 'read'>();
  const look = () => {
    const delivery = conversation.entries.find((entry) => entry.id === id)?.delivery;
    if (delivery !== undefined && delivery !== 'waiting') held.resolve(delivery);
  };
  using _watching = conversation.watch(look);
  look();
  return await held.promise;
}
