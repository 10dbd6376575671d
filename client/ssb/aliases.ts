import {
  type CryptoBackend,
  type FeedId,
  fromBase64,
  signAliasRegistration,
  writeSignature,
} from '@open-rooms/protocol';
import { isMissingMethod } from '../connection/enter-room.ts';
import type { FoundRoom } from '../connection/find-room.ts';
import { JoinError } from '../connection/join-error.ts';
import { askAliasPage, askOwner, verifiedOwner } from '../connection/resolve-alias.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { AppRoom } from './app-room.ts';
import type { StockKeys } from './stock-packages.ts';

/**
 * Whose alias a text asked for: by the owner's word that it carried, by the room, or by the alias's page.
 * @throws JoinError `no-alias`, `aliases-unsupported`
 */
export async function ownerOf(
  { label, resolved, place }: FoundRoom & { readonly label: string },
  room: AppRoom,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<FeedId> {
  if (resolved !== undefined) return verifiedOwner(runtime.crypto, resolved);
  try {
    return await askOwner(remoteOf(room), label, runtime, signal);
  } catch (error) {
    if (!(error instanceof JoinError) || error.fault !== 'aliases-unsupported' || place === undefined)
      throw error;
    return askAliasPage({ ...place, label }, room.id, runtime, signal);
  }
}

/**
 * Registers a name for the app's own key, which signs for it.
 * @returns what the room answers: the alias as a link
 * @throws JoinError `aliases-unsupported`; `RemoteError` with the room's own words
 */
export function registerAlias(
  room: AppRoom,
  label: string,
  keys: StockKeys,
  crypto: CryptoBackend,
): Promise<string> {
  const secretKey = fromBase64(keys.private.replace(/\.ed25519$/, ''));
  if (secretKey === undefined) throw new TypeError("The app's secret key cannot be read.");
  const registration = { roomId: room.id, userId: keys.id as FeedId, alias: label };
  const signature = writeSignature(signAliasRegistration(crypto, secretKey, registration));
  return orUnsupported(remoteOf(room)['room.registerAlias'](label, signature));
}

/**
 * Gives a name of the app's own key back.
 * @throws JoinError `aliases-unsupported`; `RemoteError` with the room's own words
 */
export async function revokeAlias(room: AppRoom, label: string): Promise<void> {
  await orUnsupported(remoteOf(room)['room.revokeAlias'](label));
}

function remoteOf(room: AppRoom): NonNullable<AppRoom['remote']> {
  if (room.remote !== undefined) return room.remote;
  throw new JoinError('not-online', `The room ${room.id} is not connected now. Try again when it is back.`);
}

function orUnsupported<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((cause: unknown) => {
    if (!isMissingMethod(cause)) throw cause;
    throw new JoinError('aliases-unsupported', 'This room has no aliases.', { cause });
  });
}
