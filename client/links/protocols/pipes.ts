import {
  type Clock,
  FIRST_CREDIT,
  PIPE_HEAD_LENGTH_BYTES,
  type PipeOffer,
  Refused,
  readPipeHeadLength,
  readPipeOffer,
  writePipeHead,
} from '@open-rooms/protocol';
import { never, unlessAborted, within } from '../../connection/deadline.ts';
import type { PeerConnection } from '../../peers/peer-connection.ts';
import { type PeerStream, PeerStreamError } from '../../peers/peer-stream.ts';
import type { Peers } from '../../peers/peers.ts';
import type { Link, LinkStream, PathKind } from '../link.ts';
import { PIPE_HEAD_MS, PIPE_LINK_MS } from '../link-limits.ts';
import type { Links } from '../links.ts';
import { openDirect } from './open-direct.ts';

/** Bytes with an offer before them, over a direct connection: what `peer.pipe` is through a tunnel. */
const PIPE_PROTOCOL = '/open-rooms/pipe/1.0.0';

/** A pipe that was opened, and the way that it goes to its end. */
export interface OpenPipe {
  readonly stream: PeerStream;
  readonly path: PathKind;
}

export interface PipeParts {
  readonly links: Links;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/**
 * Opens a pipe to somebody over the direct connection, where one is there or comes to be in time, else through the
 * tunnel. The way is chosen before the first byte: a pipe that is cut is not gone on with elsewhere.
 * @throws the signal's reason
 */
export async function openPipe(
  peer: PeerConnection,
  offer: PipeOffer,
  { links, clock, signal = never() }: PipeParts,
): Promise<OpenPipe> {
  const link = await linkTo(peer, { links, clock, signal });
  const direct = link && (await openDirect(link, PIPE_PROTOCOL, { clock, signal }));
  signal.throwIfAborted();
  if (direct === undefined) return { stream: peer.pipe(offer), path: 'room' };
  // It leaves within the first credit. Where it does not, the stream says why to whoever writes next.
  direct.write(writePipeHead(offer)).catch(() => undefined);
  const kind = link?.path.peek()?.kind;
  return { stream: direct, path: kind === 'relayed' ? kind : 'direct' };
}

/** Takes the pipes that come over links, until disposed: what may come, and how far, is the same as through tunnels. */
export function takePipes(links: Links, peers: Peers, clock: Clock): Disposable {
  const take = (link: Link, stream: LinkStream) => void receive(link, stream, peers, clock);
  // Through the room they come through the tunnel itself.
  return links.onStream(PIPE_PROTOCOL, take, { throughRoom: 'never', window: FIRST_CREDIT });
}

/** The link to somebody to whom there is a tunnel. Where they opened it, they are about to make the link of it. */
export async function linkTo(
  { id, opener }: PeerConnection,
  { links, clock, signal = never() }: PipeParts,
): Promise<Link | undefined> {
  if (!links.isOn || opener === 'here' || links.to(id) !== undefined) return links.to(id);
  const made = Promise.withResolvers<void>();
  const joined = (link: Link) => link.id === id && made.resolve();
  using _watching = links.watch({ joined, left: () => undefined });
  using _timer = clock.after(PIPE_LINK_MS, made.resolve);
  await unlessAborted(signal, made.promise);
  return links.to(id);
}

async function receive(link: Link, stream: LinkStream, peers: Peers, clock: Clock): Promise<void> {
  const error = () => new Refused('not-allowed', 'refused: it does not say what it is');
  const deadline = { clock, ms: PIPE_HEAD_MS, error };
  try {
    const offer = await within(deadline, () => readOffer(stream));
    if (offer === undefined) throw new Refused('bad-argument', 'refused: what it is cannot be read');
    peers.receive(link, stream, offer);
  } catch (fault) {
    if (fault instanceof PeerStreamError) return;
    if (!(fault instanceof Refused)) throw fault;
    stream.abort(fault.message);
  }
}

async function readOffer(stream: LinkStream): Promise<PipeOffer | undefined> {
  const length = readPipeHeadLength(await stream.take(PIPE_HEAD_LENGTH_BYTES));
  return length === undefined ? undefined : readPipeOffer(await stream.take(length));
}
