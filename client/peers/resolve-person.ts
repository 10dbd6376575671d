import { type FeedId, readAlias, UnreadableText, writeAlias } from '@open-rooms/protocol';
import { type FoundRoom, findRoom } from '../connection/find-room.ts';
import { JoinError } from '../connection/join-error.ts';
import { askAliasPage, askOwner, verifiedOwner } from '../connection/resolve-alias.ts';
import type { Room } from '../connection/room.ts';
import type { Runtime } from '../connection/runtime.ts';

/** Somebody, and where they are to be found if an alias led to them. */
export interface Person {
  readonly id: FeedId;
  readonly room?: Room;
  /** `@bob@room.example` */
  readonly alias?: string;
}

export interface ResolveParts {
  /** Who asks. */
  readonly id: FeedId;
  readonly runtime: Runtime;
  /** Joins a room, or answers the one that is joined. */
  readonly joined: (found: FoundRoom) => Promise<Room>;
  readonly signal: AbortSignal;
}

/**
 * Follows an alias to its owner (spec/resolution.md): its room's `/whois`, connecting, `tunnel.isRoom`, announce, the
 * list of attendants, `tunnel.whois`.
 * @throws JoinError
 */
export async function resolvePerson(
  text: string,
  { id, runtime, joined, signal }: ResolveParts,
): Promise<Person> {
  const address = aliasOf(text);
  const found = await findRoom({ kind: 'alias', alias: address }, id, runtime, signal);
  const { label, resolved } = address;
  if (resolved !== undefined && resolved.roomId !== found.id)
    throw new JoinError('no-alias', 'The link names one room and leads to another: it is forged or damaged.');
  const owner = resolved && verifiedOwner(runtime.crypto, resolved);
  const room = await joined(found);
  // Of a link's addresses only the one that proved the room's key says where the alias is.
  const alias = writeAlias(
    owner === undefined ? address : { label, host: room.addresses[0]?.host ?? address.host },
  );
  if (owner !== undefined) return { id: owner, room, alias };
  const { remote } = room;
  if (remote === undefined) throw new JoinError('unreachable', 'The room went away meanwhile. Try again.');
  try {
    return { id: await askOwner(remote, label, runtime, signal), room, alias };
  } catch (error) {
    if (!(error instanceof JoinError) || error.fault !== 'aliases-unsupported') throw error;
    return { id: await askAliasPage(address, room.id, runtime, signal), room, alias };
  }
}

function aliasOf(text: string): ReturnType<typeof readAlias> {
  try {
    return readAlias(text);
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    throw new JoinError('unreadable', error.message, { cause: error });
  }
}
