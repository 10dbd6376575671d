import type { Client, Room } from '@open-rooms/client';
import { Refused, RemoteError, readAlias, writeAlias } from '@open-rooms/protocol';
import { printable } from '../../observe/printable.ts';

/** What a room says that is older than aliases, or has none. */
export const NO_ALIASES = 'This room has no aliases: people reach each other there by their ids.';

/** An alias that leads to the person now. */
export interface Registered {
  /** `@bob@room.example` */
  readonly alias: string;
  /** The link of its page. */
  readonly link: string;
}

/**
 * Registers an alias at a room. For one's own it is no news.
 * @param text `bob`, or an alias in any spelling
 * @throws RemoteError where the room refuses; {@link refusedAlias} says it in words
 */
export async function registerAlias(client: Client, room: Room, text: string): Promise<Registered> {
  const label = labelOf(text);
  const link = await client.registerAlias(room, label);
  return { alias: aliasAt(room, label), link };
}

/** The name alone out of `bob`, `@bob`, `@bob@room.example`, `bob.room.example`… Throws `UnreadableText`. */
export function labelOf(text: string): string {
  const name = text.trim().replace(/^@(?=[^@:.]*$)/, '');
  return /[@:./]/.test(name) ? readAlias(name).label : name.toLowerCase();
}

/** `@bob@room.example`, by the host that led to the room. */
export function aliasAt({ place, addresses }: Pick<Room, 'place' | 'addresses'>, label: string): string {
  const [address] = addresses;
  const host = place ?? (address && { host: address.host });
  return host === undefined ? label : writeAlias({ label, ...host });
}

/** What a room's refusal means to a person; `undefined` for what is no refusal. */
export function refusedAlias(error: unknown): Refused | undefined {
  if (!(error instanceof RemoteError)) return undefined;
  if (isMissing(error.message)) return new Refused('unavailable', NO_ALIASES);
  const why = printable(error.message)
    .replace(/^registerAlias: /, '')
    .replace(/\.$/, '');
  return new Refused('not-allowed', `The room does not give you this alias: ${why}.`);
}

/** Whether a peer says that it does not have a method, in the words of JavaScript peers or of Go's. */
export function isMissing(sentence: string): boolean {
  return /not in list of allowed methods$|^no (async|sync|source|sink|duplex):|no such command/.test(
    sentence,
  );
}
