import type { Client, IncomingPipe } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { EXIT } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import { joinRooms } from './join-rooms.ts';
import { staying } from './open-client.ts';
import type { PeerWish } from './peer-wish.ts';
import { Questions } from './questions.ts';
import { receiveText } from './receive-text.ts';
import { type RequestParts, Requests } from './requests.ts';
import { stopping } from './stopping.ts';
import { type Telling, telling } from './tell.ts';
import { watchRooms } from './watch-room.ts';

/**
 * Is in a room until a signal: tells who is there, who comes and goes, and what arrives.
 *
 * @returns the exit code.
 */
export async function attend(wish: PeerWish, terminal: Terminal): Promise<number> {
  using stop = stopping(terminal);
  const { stdin, stdout } = terminal;
  const isAsking = !wish.json && stdin.isTTY && stdout.isTTY === true;
  try {
    let take: ((pipe: IncomingPipe) => Promise<void>) | undefined;
    // Nothing arrives before a room is joined.
    await using acting = await staying({ ...wish, onPipe: (pipe) => void take?.(pipe) }, terminal);
    const { client, profile } = acting;
    const told = telling({
      ...{ json: wish.json, output: stdout, terminal, isAsking },
      rooms: () => client.rooms.size,
      onUnread: stop.stop,
    });
    using asking = isAsking ? answeredByKeys(client, terminal, told) : undefined;
    const requests = asking?.requests ?? new Requests(requestParts(client, told));
    take = async (pipe) => {
      if (!pipe.isAccepted) await requests.ask(pipe);
      if (pipe.isAccepted) await receiveText(pipe, client, told.tell);
    };
    told.tell({ event: 'started', id: client.id, profile });
    using _watched = watchRooms(client, told.tell);
    await joinRooms(client, wish, { tell: told.tell, signal: stop.signal });
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

/** Requests that the person answers by a key. */
function answeredByKeys(
  client: Client,
  terminal: Terminal,
  told: Telling,
): { readonly requests: Requests } & Disposable {
  const requests: Requests = new Requests({
    ...requestParts(client, told),
    onAsked: (pipe) => questions.ask(pipe),
    onSettled: (pipe) => questions.drop(pipe),
  });
  const questions = new Questions(terminal, {
    ...{ client, telling: told },
    onAnswering: (pipe) => requests.answering(pipe),
  });
  return { requests, [Symbol.dispose]: () => questions[Symbol.dispose]() };
}
