import { type Client, type IncomingPipe, type Link, PeerStreamError } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { printable } from '../../observe/printable.ts';
import { EXIT } from '../failure.ts';
import { SIGNAL_EXIT } from '../start.ts';
import type { Terminal } from '../terminal.ts';
import { bytesText } from './amounts.ts';
import { joinRooms } from './join-rooms.ts';
import { nameOf } from './names.ts';
import { staying } from './open-client.ts';
import type { ListenWish } from './peer-wish.ts';
import { Progress, progressStyle } from './progress.ts';
import { rawPipe } from './raw-pipe.ts';
import { Requests } from './requests.ts';
import { stopping } from './stopping.ts';
import { telling } from './tell.ts';

/** Whoever sent hangs up when it has read the last word; who does not is not waited for any longer. */
const LINGER_MS = 5_000;

/** Said to everybody but the one who is connected. */
const BUSY = 'refused: they take one pipe, and have it already';

/**
 * Waits for the first pipe that is accepted, and joins it to stdin and stdout until both directions have ended.
 *
 * @returns the exit code.
 */
export async function listen(wish: ListenWish, terminal: Terminal): Promise<number> {
  using stop = stopping(terminal);
  const { stderr: output } = terminal;
  try {
    let take: ((pipe: IncomingPipe) => Promise<void>) | undefined;
    // Nothing arrives before a room is joined.
    await using acting = await staying({ ...wish, onPipe: (pipe) => void take?.(pipe) }, terminal);
    const { client, profile } = acting;
    const told = { json: false, output, terminal, isAsking: false, rooms: () => 1, onUnread: stop.stop };
    const { tell } = telling(told);
    tell({ event: 'started', id: client.id, profile });
    const first = Promise.withResolvers<IncomingPipe>();
    const requests = new Requests({ client, clock: nodeRuntime.clock, tell, endsWhole: false });
    take = firstOf(requests, first.resolve);
    await joinRooms(client, wish, { tell, signal: stop.signal });
    output.write('Waiting for whoever sends first.\n');
    const pipe = await Promise.race([first.promise, stop.asked]);
    if (pipe !== undefined) await connect(pipe, client, wish, terminal, stop.signal);
    return stop.by === undefined ? EXIT.done : SIGNAL_EXIT[stop.by];
  } catch (error) {
    if (stop.by !== undefined) return SIGNAL_EXIT[stop.by];
    throw error;
  }
}

/** Takes pipes until one of them is accepted, which it gives to `taken`. */
function firstOf(
  requests: Requests,
  taken: (pipe: IncomingPipe) => void,
): (pipe: IncomingPipe) => Promise<void> {
  let isTaken = false;
  return async (pipe) => {
    if (!isTaken && !pipe.isAccepted) await requests.ask(pipe);
    if (isTaken) return pipe.refuse(BUSY);
    if (!pipe.isAccepted) return;
    isTaken = true;
    taken(pipe);
  };
}

async function connect(
  pipe: IncomingPipe,
  client: Client,
  { progress: isWanted }: ListenWish,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const { stderr } = terminal;
  const who = nameOf(client.contacts, pipe.from) ?? pipe.from;
  const { bytes: total, name } = pipe.offer;
  stderr.write(`${who} sends${name === undefined ? '' : ` ${printable(name)}`}.\n`);
  const style = progressStyle(stderr, isWanted);
  const { clock } = nodeRuntime;
  using progress = new Progress({ output: stderr, clock, style, total, word: 'received' });
  try {
    const onReceived = (bytes: number) => progress.add(bytes);
    await rawPipe(pipe.accept(), terminal, { signal, onReceived, onSent: () => undefined });
  } catch (error) {
    if (!(error instanceof PeerStreamError)) throw error;
    const why = printable(error.message).replace(/\.$/, '');
    throw new PeerStreamError(`What ${who} sent was cut after ${bytesText(progress.bytes)}: ${why}.`);
  }
  progress.done();
  await hungUp(pipe, client);
}

/** Resolves when the other side has hung up: what was sent last may still be on its way to it. */
async function hungUp({ from, room, isDirect }: IncomingPipe, client: Client): Promise<void> {
  const tunnels = client.peers.snapshot().filter((peer) => peer.id === from && peer.room === room);
  const isOver = isDirect ? isEnded(client.link(from)) : Promise.all(tunnels.map(({ closed }) => closed));
  const late = Promise.withResolvers<void>();
  using _timer = nodeRuntime.clock.after(LINGER_MS, late.resolve);
  await Promise.race([late.promise, isOver]);
}

async function isEnded(link: Link | undefined): Promise<void> {
  if (link === undefined) return;
  const ended = Promise.withResolvers<void>();
  const stop = link.state.subscribe((state) => {
    if (state === 'ended') ended.resolve();
  });
  await ended.promise;
  stop();
}
