import { signAliasRegistration, writeSignature } from '@open-rooms/protocol';
import type { Identity } from '../identity/identity.ts';
import { answered } from './answered.ts';
import { never } from './deadline.ts';
import { JoinError } from './join-error.ts';
import type { Room } from './room.ts';
import type { Runtime } from './runtime.ts';

export interface AliasParts {
  readonly identity: Identity;
  readonly runtime: Runtime;
}

/**
 * Registers an alias at a room: signed with the person's key, so that nobody can claim it for another.
 * @returns the link that leads to them
 * @throws RemoteError where the room refuses
 */
export async function registerAlias(
  room: Room,
  alias: string,
  { identity, runtime }: AliasParts,
): Promise<string> {
  const registration = { roomId: room.id, userId: identity.id, alias };
  const signature = signAliasRegistration(runtime.crypto, identity.secretKey, registration);
  return asked(runtime, () => connected(room)['room.registerAlias'](alias, writeSignature(signature)));
}

/** Gives an alias back. Throws `RemoteError` where the room refuses. */
export async function revokeAlias(room: Room, alias: string, { runtime }: AliasParts): Promise<void> {
  await asked(runtime, () => connected(room)['room.revokeAlias'](alias));
}

function asked<T>({ clock }: Runtime, call: () => Promise<T>): Promise<T> {
  const silence = 'The room does not answer. Try again later.';
  return answered({ clock, signal: never(), silence }, call);
}

function connected(room: Room): NonNullable<Room['remote']> {
  if (room.remote === undefined)
    throw new JoinError('unreachable', 'The room is not connected now. Try again when it is.');
  return room.remote;
}
