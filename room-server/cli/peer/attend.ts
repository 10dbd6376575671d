import type { Client, IncomingPipe, Room } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { EXIT } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import type { Tell } from './events.ts';
import { joinRooms } from './join-rooms.ts';
import { staying } from './open-client.ts';
import type { PeerWish } from './peer-wish.ts';
import { Questions } from './questions.ts';
import { receiveText } from './receive-text.ts';
import { type RequestParts, Requests } from './requests.ts';
import { type Stopping, stopping } from './stopping.ts';
import { type Telling, telling } from './tell.ts';
import { onTyped } from './typed.ts';
import { watchLinks } from './watch-links.ts';
import { watchRooms } from './watch-room.ts';
import { watchTalk } from './watch-talk.ts';

/** Being in a room, for what is done there besides. */
export interface Being {
  readonly client: Client;
  readonly room: Room;
  readonly tell: Tell;
  readonly stop: Stopping;
}

/**
 * Is in a room until a signal: tells who is there, who comes and goes, and what arrives.
 *
 * @param doing what is done in the room that was named: it is over then, with the code that this answers
 * @returns the exit code.
 */
export async function attend(
  wish: PeerWish,
  terminal: Terminal,
  doing?: (being: Being) => Promise<number>,
): Promise<number> {
  using stop = stopping(terminal);
  const { stdin, stdout } = terminal;
  const isAsking = !wish.json && stdin.isTTY && stdout.isTTY === true;
  try {
    let take: ((pipe: IncomingPipe) => Promise<void>) | undefined;
    // Nothing arrives before a room is joined.
    const onPipe = (pipe: IncomingPipe) => void take?.(pipe);
    await using acting = await staying({ ...wish, onPipe, talks: true }, terminal);
    const { client, profile } = acting;
    let typed: (line: string) => void = () => undefined;
    using typing = isAsking ? stdin.onLine((line) => typed(line)) : undefined;
    const told = telling({
      ...{ json: wish.json, output: stdout, terminal, isAsking },
      ...(typing && { above: (print) => typing.above(print) }),
      rooms: () => client.rooms.size,
      onUnread: stop.stop,
    });
    const { requests, questions } = isAsking ? answered(client, told) : unanswered(client, told);
    if (questions !== undefined) typed = (line) => onTyped(line, { client, questions, tell: told.tell });
    take = async (pipe) => {
      if (!pipe.isAccepted) await requests.ask(pipe);
      if (pipe.isAccepted) await receiveText(pipe, client, told.tell);
    };
    told.tell({ event: 'started', id: client.id, profile });
    using _watched = watchRooms(client, told.tell);
    using _linked = watchLinks(client, told.tell);
    using _heard = watchTalk({ client, tell: told.tell, now: nodeRuntime.now, isWhole: wish.json });
    const room = await joinRooms(client, wish, { tell: told.tell, signal: stop.signal });
    if (doing !== undefined && room !== undefined)
      return await doing({ client, room, tell: told.tell, stop });
    await stop.asked;
    return EXIT.done;
  } catch (error) {
    // Whoever stops it while it looks for the room knows why it did not get there.
    if (stop.signal.aborted) return EXIT.done;
    throw error;
  }
}

function requestParts(client: Client, { tell }: Telling): RequestParts {
  return { client, clock: nodeRuntime.clock, tell, endsWhole: true };
}

interface Answering {
  readonly requests: Requests;
  /** What is asked of the person. */
  readonly questions?: Questions;
}

/** Requests that the person answers at the terminal. */
function answered(client: Client, told: Telling): Answering {
  const requests: Requests = new Requests({
    ...requestParts(client, told),
    onAsked: (pipe) => questions.ask(pipe),
    onSettled: (pipe) => questions.drop(pipe),
  });
  const onAnswering = (pipe: IncomingPipe) => requests.answering(pipe);
  const questions = new Questions({ client, telling: told, onAnswering });
  return { requests, questions };
}

/** Requests that are answered from elsewhere. */
function unanswered(client: Client, told: Telling): Answering {
  return { requests: new Requests(requestParts(client, told)) };
}
