import type { FeedId, Role, SocketAddress } from '@open-rooms/protocol';
import { openJoinPage } from './claim-invite.ts';
import { readDestination } from './destination.ts';
import { findRoom } from './find-room.ts';
import { JoinError } from './join-error.ts';
import type { Runtime } from './runtime.ts';
import { askAbout, type ToldRoom } from './whois.ts';

/** A room as it is seen from outside, before anybody goes in. */
export interface Glimpse extends ToldRoom {
  readonly id: FeedId;
  /** The text was an alias, and this is whose: `bob`. */
  readonly label?: string | undefined;
}

/**
 * Looks who the room of a host, an address or an alias is, without going in: it connects to nobody and spends nothing.
 * @throws JoinError
 */
export async function lookAt(text: string, runtime: Runtime, signal: AbortSignal): Promise<Glimpse> {
  const destination = readDestination(text);
  if (destination.kind === 'link' || destination.kind === 'claim')
    throw new JoinError('unreadable', `Cannot look at "${text}": an invite is for going in.`);
  const { id, addresses, told, label } = await findRoom(destination, NOBODY, runtime, signal);
  const seen = told ?? (await whatHostSays(addresses, runtime, signal));
  return { name: '', description: '', online: undefined, ...seen, id, addresses: [...addresses], label };
}

/**
 * What an invite would make one in its room, where its room says so; it is not used.
 * @throws JoinError where it brings nobody in
 */
export async function roleOfInvite(
  text: string,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<Role | undefined> {
  const destination = readDestination(text);
  if (destination.kind !== 'link') return undefined;
  return (await openJoinPage(destination.link.url, runtime, signal)).role;
}

/** Invites alone ask for whom they are, and none is spent here. */
const NOBODY: FeedId = `@${'A'.repeat(43)}=.ed25519`;

/** Where pages are on the port of a WebSocket address, they tell of its room. What tells of another is not heard. */
async function whatHostSays(
  addresses: readonly SocketAddress[],
  runtime: Runtime,
  signal: AbortSignal,
): Promise<ToldRoom | undefined> {
  const address = addresses.find(({ transport }) => transport !== 'net');
  if (address === undefined) return undefined;
  const { host, port, key } = address;
  try {
    const told = await askAbout({ host, port }, runtime, signal);
    return told.addresses[0]?.key === key ? told : undefined;
  } catch (error) {
    if (error instanceof JoinError) return undefined;
    throw error;
  }
}
