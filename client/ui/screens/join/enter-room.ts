import type { Client } from '../../../client.ts';
import type { Room } from '../../../connection/room.ts';
import type { PageState } from '../../../state/page-state.ts';
import { whenDefined } from '../../../state/when-defined.ts';
import { spentAt, type Where } from '../../../state/where.ts';
import type { Told } from '../../elements/told.ts';
import { sentenceOf } from '../../locales/sentence-of.ts';

/** A name that can be none: the sentence stands beside its field. */
export class NameRefused extends Error {
  readonly told: Told;

  constructor(told: Told) {
    super(told.text);
    this.told = told;
  }
}

export interface EnterWish {
  readonly page: PageState;
  readonly where: Where & { kind: 'room' };
  /** What to be called from now on; `undefined` as before. */
  readonly name: string | undefined;
  /** It is the room of the server that this page came from. */
  readonly isHere: boolean;
  readonly signal: AbortSignal;
}

/**
 * Goes into a room, with its invite where there is one.
 * @throws JoinError, NameRefused
 */
export async function enterRoom({ page, where, name, isHere, signal }: EnterWish): Promise<Room> {
  const client = await enterUnder(page, name, signal);
  const text = where.invite === undefined ? where.room : await spending(page, where, where.invite, signal);
  const room = await client.join(text, { signal });
  const here = isHere ? page.here.peek() : undefined;
  if (here === undefined || here.roomId === room.id) return room;
  // Its host has a room on the port of the protocol, too, and that is another one.
  return exactly(client, room, here.addresses, signal);
}

/**
 * The client, once it is called by this name; `undefined` is the name that it has.
 * @throws NameRefused
 */
export async function enterUnder(
  page: PageState,
  name: string | undefined,
  signal: AbortSignal,
): Promise<Client> {
  const { client } = await whenDefined(page.clientState, signal);
  if (name === undefined || name.trim() === client.name) return client;
  await client.setName(name.trim()).catch((error: unknown) => {
    const told = sentenceOf(error);
    throw told === undefined ? error : new NameRefused(told);
  });
  return client;
}

async function spending(
  page: PageState,
  { room }: EnterWish['where'],
  invite: string,
  signal: AbortSignal,
): Promise<string> {
  const self = await whenDefined(page.self, signal);
  const glimpse = await self.look(room, signal).catch(() => undefined);
  signal.throwIfAborted();
  return glimpse === undefined ? invite : spentAt(invite, glimpse.id, glimpse.addresses);
}

async function exactly(
  client: Client,
  other: Room,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<Room> {
  client.leave(other);
  return client.join(addresses.join(';'), { signal });
}
