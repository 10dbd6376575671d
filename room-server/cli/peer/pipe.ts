import { type Client, type PeerConnection, type PeerStream, PeerStreamError } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { isFeedId } from '@open-rooms/protocol';
import { printable } from '../../observe/printable.ts';
import { StartError } from '../../running-server.ts';
import { isMissing } from '../alias/register.ts';
import { EXIT } from '../failure.ts';
import { SIGNAL_EXIT } from '../start.ts';
import type { Terminal } from '../terminal.ts';
import { bytesText } from './amounts.ts';
import { joinRooms } from './join-rooms.ts';
import { nameOf } from './names.ts';
import { type Acting, staying } from './open-client.ts';
import type { PipeWish } from './peer-wish.ts';
import { Progress, progressStyle } from './progress.ts';
import { rawPipe } from './raw-pipe.ts';
import { type Stopping, stopping } from './stopping.ts';
import { telling } from './tell.ts';

/** What the sender reads where the other side has to be asked first. */
const AS_A_REQUEST = 'Delivered as a request: they see the first 64 KiB until they accept.';
const ACCEPTED = 'They have accepted.';

/**
 * Sends stdin to somebody, and what comes back to stdout, until both directions have ended.
 *
 * @returns the exit code.
 */
export async function pipe(wish: PipeWish, terminal: Terminal): Promise<number> {
  using stop = stopping(terminal);
  try {
    await using acting = await staying({ ...wish, strangers: 'request' }, terminal);
    const peer = await Promise.race([reach(wish, acting, terminal, stop), givenUp(stop)]);
    await send(peer, nameOf(acting.client.contacts, peer.id) ?? printable(wish.target), wish, terminal, stop);
    return EXIT.done;
  } catch (error) {
    if (stop.by !== undefined) return SIGNAL_EXIT[stop.by];
    throw error;
  }
}

/** Whoever is dialled may take long to answer: the person need not wait for it. */
async function givenUp(stop: Stopping): Promise<never> {
  await stop.asked;
  throw stop.signal.reason;
}

async function reach(
  wish: PipeWish,
  acting: Acting,
  terminal: Terminal,
  stop: Stopping,
): Promise<PeerConnection> {
  const { client, profile } = acting;
  const { tell } = sentences(terminal, stop);
  tell({ event: 'started', id: client.id, profile });
  if (wish.where !== undefined || isUnseen(client, wish.target))
    await joinRooms(client, wish, { tell, signal: stop.signal });
  const { id } = await client.resolve(wish.target, { signal: stop.signal });
  if (id !== client.id) return client.connect(wish.target, { signal: stop.signal });
  throw new StartError(
    'bad-usage',
    `Cannot send to ${wish.target}: that is you. Be somebody else with --as.`,
  );
}

/** Whether nothing says where somebody may be: then all rooms that are known are worth a look. */
function isUnseen(client: Client, target: string): boolean {
  return isFeedId(target) && client.contacts.reachOf(target).length === 0;
}

/** What happens, on stderr: stdout carries what comes back. */
function sentences(terminal: Terminal, stop: Stopping): ReturnType<typeof telling> {
  const { stderr: output } = terminal;
  return telling({ json: false, output, terminal, isAsking: false, rooms: () => 1, onUnread: stop.stop });
}

async function send(
  peer: PeerConnection,
  target: string,
  { name, progress: isWanted }: PipeWish,
  terminal: Terminal,
  stop: Stopping,
): Promise<void> {
  const { stdin, stderr } = terminal;
  const total = stdin.bytes;
  const stream = peer.pipe({
    ...(name !== undefined && { name }),
    ...(total !== undefined && { bytes: total }),
  });
  const style = progressStyle(stderr, isWanted);
  using progress = new Progress({ output: stderr, clock: nodeRuntime.clock, style, total, word: 'sent' });
  const asked = tellConsent(peer, stream, progress);
  try {
    const onSent = (bytes: number) => progress.add(bytes);
    await rawPipe(stream, terminal, { signal: stop.signal, onSent, onReceived: () => undefined });
    await asked;
    progress.done();
  } catch (error) {
    if (error instanceof PeerStreamError) throw told(error, target, progress.bytes);
    throw error;
  }
}

/**
 * Says where the other side has to be asked first: whoever accepts grants more at once, before the answer to a call
 * that was made behind the offer.
 */
function tellConsent(peer: PeerConnection, stream: PeerStream, progress: Progress): Promise<void> {
  let accepted = false;
  let isAsked = false;
  void stream.accepted.then(() => {
    accepted = true;
    if (isAsked) progress.say(ACCEPTED);
  });
  const ask = () => {
    if (accepted) return;
    isAsked = true;
    progress.say(AS_A_REQUEST);
  };
  // What ends the tunnel ends the stream, which says so.
  return peer.roundTrip().then(ask, () => undefined);
}

/** What ended the stream, with whose and where. */
function told({ message }: PeerStreamError, target: string, bytes: number): PeerStreamError {
  const why = printable(message).replace(/\.$/, '');
  if (isMissing(message))
    return new PeerStreamError(
      `${target} cannot take what you send: their app has no pipes (it says "${why}").`,
    );
  if (/^refused\b/.test(message))
    return new PeerStreamError(`${target} does not take what you send: ${why}.`);
  return new PeerStreamError(`The pipe to ${target} was cut after ${bytesText(bytes)}: ${why}.`);
}
