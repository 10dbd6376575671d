import {
  type FeedId,
  isFeedId,
  isSocketAddress,
  readAlias,
  readInvite,
  type SocketAddress,
  UnreadableText,
  writeAddresses,
  writeAlias,
  writeHostPort,
} from '@open-rooms/protocol';
import { type Destination, readDestination } from '../connection/destination.ts';
import { JoinError } from '../connection/join-error.ts';
import { readPageLink } from '../connection/page-link.ts';
import type { Room } from '../connection/room.ts';

/** Where a text leads, in parts that a path may show: nothing secret stands in `room`; `shown` is its host. */
export type Where =
  /** A room, by its host or addresses, and the invite to it. */
  | { readonly kind: 'room'; readonly room: string; readonly shown: string; readonly invite?: string }
  /** Somebody, whom `who` leads to and `alias` calls; their room. */
  | {
      readonly kind: 'person';
      readonly who: string;
      readonly alias: string;
      readonly label: string;
      readonly room: string;
      readonly shown: string;
    };

/** Whether a text is somebody's id: screens stand on the state alone, and not on the protocol. */
export function isPersonId(text: string): text is FeedId {
  return isFeedId(text);
}

/** Whether a room is the one that a host, or addresses, lead to. */
export function isRoomAt({ place, addresses }: Pick<Room, 'place' | 'addresses'>, text: string): boolean {
  if (place !== undefined && writeHostPort(place) === text) return true;
  return addresses.some(({ key }) => text.includes(key.slice(1, -'.ed25519'.length)));
}

/**
 * Reads whatever a person types or pastes to go somewhere.
 * @throws JoinError `unreadable`
 */
export function whereTo(text: string): Where {
  const link = readPageLink(text);
  if (link?.invite !== undefined) return { ...whereTo(link.room), kind: 'room', invite: link.invite };
  return whereOf(readDestination(text), link?.room ?? text.trim());
}

/**
 * Reads a host name that has turned out to be somebody's alias: `bob.room.example`.
 * @throws UnreadableText where it can be none
 */
export function personAt(text: string): Where {
  return whereOf({ kind: 'alias', alias: readAlias(text) }, text);
}

function whereOf(destination: Destination, text: string): Where {
  switch (destination.kind) {
    case 'host':
      return roomAt(writeHostPort(destination.place));
    case 'addresses': {
      const { addresses, seed } = destination;
      const at = { kind: 'room', room: writeAddresses(addresses), shown: hostsOf(addresses) } as const;
      return seed === undefined ? at : { ...at, invite: text };
    }
    case 'link':
      return { ...roomAt(hostOf(destination.link.origin)), invite: text };
    case 'claim':
      return { ...roomAt(hostOf(destination.postTo)), invite: text };
    case 'alias': {
      const { label, host, port, resolved } = destination.alias;
      const shown = writeHostPort(port === undefined ? { host } : { host, port });
      const alias = writeAlias(destination.alias);
      const person = { kind: 'person', who: alias, alias, label, room: shown, shown } as const;
      return resolved === undefined
        ? person
        : { ...person, who: text, room: writeAddresses(resolved.addresses) };
    }
  }
}

function roomAt(host: string): Where & { kind: 'room' } {
  return { kind: 'room', room: host, shown: host };
}

function hostsOf([first]: readonly SocketAddress[]): string {
  return first === undefined ? '' : first.host;
}

/**
 * The page of a room's own server, for a page over https, from which browsers reach no room that has no TLS.
 * `undefined` where none can be told.
 */
export function ownPageOf(text: string): string | undefined {
  const destination = readDestination(text);
  switch (destination.kind) {
    case 'host':
      return `http://${writeHostPort(destination.place)}/room`;
    case 'alias':
      return ownPageOf(whereOf(destination, text).room);
    case 'addresses': {
      const address = destination.addresses.find(({ transport }) => transport === 'ws');
      return address && `http://${writeHostPort({ host: address.host, port: address.port })}/room`;
    }
    default:
      return undefined;
  }
}

/**
 * The text that spends an invite of a link at the room of that link: a pub's invite names TCP alone, and browsers dial
 * the addresses that the room itself has told. Other invites stay as they are.
 * @throws JoinError `bad-invite` where it is for another room, or none
 */
export function spentAt(invite: string, room: FeedId, addresses: readonly SocketAddress[]): string {
  try {
    const read = readInvite(invite);
    if (read.kind === 'link' || read.kind === 'claim') return invite;
    if (!read.addresses.some((address) => isSocketAddress(address) && address.key === room))
      throw new JoinError('bad-invite', 'The invite of this link is for another room. Ask for a new link.');
    const { seed } = read.kind === 'pub' ? read : {};
    return writeAddresses(addresses.map((address) => (seed === undefined ? address : { ...address, seed })));
  } catch (cause) {
    if (!(cause instanceof UnreadableText)) throw cause;
    const sentence = `The invite of this link is damaged: copy the whole link again. ${cause.message}`;
    throw new JoinError('bad-invite', sentence, { cause });
  }
}

function hostOf(url: string): string {
  return url.replace(/^https?:\/\//i, '').replace(/[/?#].*$/s, '');
}
