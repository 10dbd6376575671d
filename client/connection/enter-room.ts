import {
  type Clock,
  ConnectionEnded,
  type FeedId,
  type Metadata,
  type Remote,
  RemoteError,
  type RoomContract,
  UnknownAnswer,
} from '@open-rooms/protocol';
import type { Attendants } from './attendants.ts';
import { within } from './deadline.ts';
import { JoinError } from './join-error.ts';
import { ANSWER_MS } from './limits.ts';

type RoomCalls = Pick<
  Remote<RoomContract>,
  'tunnel.isRoom' | 'tunnel.announce' | 'room.attendants' | 'tunnel.endpoints'
>;

/**
 * What comes after the handshake, in the order of the SSB Rooms document: is it a room, announce.
 * @throws JoinError `not-a-room`, `silent`, `not-let-in`
 */
export async function enterRoom(
  remote: RoomCalls,
  id: FeedId,
  clock: Clock,
  signal: AbortSignal,
): Promise<Metadata> {
  let metadata: Metadata | undefined;
  const error = () => {
    const sentence =
      metadata === undefined
        ? 'The room proved its key and then answered nothing. It has to be restarted.'
        : 'The room says that it is one, and does not answer when we announce ourselves. It has to be restarted.';
    return new JoinError('silent', sentence);
  };
  return within({ clock, ms: ANSWER_MS, signal, error }, async () => {
    metadata = await askIsRoom(remote);
    // Rooms of the second generation know no announce where attending is enough; others may have left it out.
    await remote['tunnel.announce'](id).catch(ignoreRefusal);
    return metadata;
  });
}

/**
 * `tunnel.isRoom`: what the room says of itself.
 * @throws JoinError `not-a-room`, `not-let-in`
 */
export async function askIsRoom(remote: Pick<RoomCalls, 'tunnel.isRoom'>): Promise<Metadata> {
  try {
    return await remote['tunnel.isRoom']();
  } catch (cause) {
    if (cause instanceof ConnectionEnded) throw hungUp(cause);
    if (!(cause instanceof RemoteError)) throw cause;
    throw new JoinError('not-a-room', notRoomSentence(cause), { cause });
  }
}

function notRoomSentence(cause: RemoteError): string {
  if (cause instanceof UnknownAnswer)
    return `Whoever is there is no room, or one of a version that is not known here: ${cause.message}.`;
  if (isMissingMethod(cause))
    return 'Whoever is there is an SSB peer and no room: it does not know tunnel.isRoom. Ask for the address of a room.';
  return `Whoever is there does not say that it is a room: it answers "${cause.message}". Ask for the address of a room.`;
}

function ignoreRefusal(error: unknown): void {
  if (error instanceof ConnectionEnded) throw hungUp(error);
  if (!(error instanceof RemoteError)) throw error;
}

function hungUp(cause: ConnectionEnded): JoinError {
  return new JoinError(
    'not-let-in',
    'The room hung up right after the handshake: it does not let this key in.',
    { cause },
  );
}

/**
 * Keeps a list of attendants as the room tells it, by whichever of the two generations of methods the room has.
 * `onFirst` is called when the list is known. Resolves when the room tells no more.
 */
export async function followAttendants(
  remote: RoomCalls,
  attendants: Attendants,
  onFirst: () => void,
): Promise<void> {
  try {
    for await (const event of remote['room.attendants']()) {
      if (event.type === 'state') attendants.replace(event.ids);
      else if (event.type === 'joined') attendants.joined(event.id);
      else attendants.left(event.id);
      onFirst();
    }
  } catch (error) {
    if (!isMissingMethod(error)) throw error;
    for await (const ids of remote['tunnel.endpoints']()) {
      attendants.replace(ids);
      onFirst();
    }
  }
}

/** Whether a peer says that it does not have a method: JavaScript peers say the first, with permissions or without, Go peers the third. */
export function isMissingMethod(error: unknown): boolean {
  return error instanceof RemoteError && saysMissing(error.message);
}

/** The same, of the sentence. */
export function saysMissing(message: string): boolean {
  return (
    message.endsWith('not in list of allowed methods') ||
    /^no (async|sync|source|sink|duplex):/.test(message) ||
    message.includes('no such command')
  );
}
