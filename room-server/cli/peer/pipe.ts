import { type Client, openPipe, type PeerConnection, PeerStreamError } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { printable } from '../../observe/printable.ts';
import { isMissing } from '../alias/register.ts';
import { EXIT } from '../failure.ts';
import { SIGNAL_EXIT } from '../start.ts';
import type { Terminal } from '../terminal.ts';
import { bytesText } from './amounts.ts';
import { ConsentNotice } from './consent-notice.ts';
import { nameOf } from './names.ts';
import { staying } from './open-client.ts';
import { pathText } from './path-text.ts';
import type { PipeWish } from './peer-wish.ts';
import { Progress, progressStyle } from './progress.ts';
import { rawPipe } from './raw-pipe.ts';
import { reach } from './reach.ts';
import { type Stopping, stopping } from './stopping.ts';
import { telling } from './tell.ts';

/**
 * Sends stdin to somebody, and what comes back to stdout, until both directions have ended.
 *
 * @returns the exit code.
 */
export async function pipe(wish: PipeWish, terminal: Terminal): Promise<number> {
  using stop = stopping(terminal);
  try {
    await using acting = await staying({ ...wish, strangers: 'request' }, terminal);
    const { tell } = sentences(terminal, stop);
    const peer = await reach(wish, acting, { tell, stop, act: 'send to' });
    await send(peer, acting.client, wish, terminal, stop);
    return EXIT.done;
  } catch (error) {
    if (stop.by !== undefined) return SIGNAL_EXIT[stop.by];
    throw error;
  }
}

/** What happens, on stderr: stdout carries what comes back. */
function sentences(terminal: Terminal, stop: Stopping): ReturnType<typeof telling> {
  const { stderr: output } = terminal;
  return telling({ json: false, output, terminal, isAsking: false, rooms: () => 1, onUnread: stop.stop });
}

async function send(
  peer: PeerConnection,
  client: Client,
  { name, target, progress: isWanted }: PipeWish,
  terminal: Terminal,
  { signal }: Stopping,
): Promise<void> {
  const { stdin, stderr } = terminal;
  const total = stdin.bytes;
  const offer = { ...(name !== undefined && { name }), ...(total !== undefined && { bytes: total }) };
  const { clock } = nodeRuntime;
  const pipe = await openPipe(peer, offer, { links: client.links, clock, signal });
  const style = progressStyle(stderr, isWanted);
  using progress = new Progress({ output: stderr, clock, style, total, word: 'sent' });
  if (style !== 'none') progress.say(pathText({ kind: pipe.path, roundTripMs: undefined }));
  using notice = new ConsentNotice(pipe, peer, progress);
  try {
    const onSent = (bytes: number) => progress.add(bytes);
    await rawPipe(pipe.stream, terminal, { signal, onSent, onReceived: () => undefined });
    await notice.done();
    progress.done();
  } catch (error) {
    if (!(error instanceof PeerStreamError)) throw error;
    throw told(error, nameOf(client.contacts, peer.id) ?? printable(target), progress.bytes);
  }
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
