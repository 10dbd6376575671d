import { type FeedId, type HostPort, isFeedId, readHostPort, writeHostPort } from '@open-rooms/protocol';
import { readDestination } from '../connection/destination.ts';
import { JoinError } from '../connection/join-error.ts';
import { dialableBy } from './stock-addresses.ts';
import type { PeerEntry, StockApp, StockConfig } from './stock-packages.ts';

/** What is known of a room beside its address. */
export interface KnownAs {
  readonly name?: string | undefined;
  /** The host that named it. */
  readonly place?: HostPort | undefined;
}

/** Where the rooms of an app are: in the one book of addresses that the app has, ssb-conn's, and in its configuration. */
export class RoomBook {
  readonly #app: StockApp;
  /** Room → the addresses that the configuration names. */
  readonly #configured: ReadonlyMap<FeedId, readonly string[]>;

  /** @throws JoinError `unreadable` where the configuration names a room by what is no address of one */
  constructor(app: StockApp, config: StockConfig) {
    this.#app = app;
    this.#configured = configuredRooms(config);
  }

  /** The rooms whose addresses the configuration names. */
  configured(): FeedId[] {
    return [...this.#configured.keys()];
  }

  /** The rooms that the app shall be in: those that it was in when it was closed, and those of its configuration. */
  async wanted(): Promise<FeedId[]> {
    if (this.#app.closed) return [];
    await this.#app.conn.db().loaded();
    if (this.#app.closed) return [];
    const kept = this.#entries().flatMap(([, { type, key, kept: isKept }]) =>
      type === 'room' && isKept === true && isFeedId(key) ? [key] : [],
    );
    return [...new Set([...this.configured(), ...kept])];
  }

  addressesOf(id: FeedId): string[] {
    const kept = this.#entriesOf(id).map(([address]) => address);
    return [...new Set([...(this.#configured.get(id) ?? []), ...kept])];
  }

  placeOf(id: FeedId): HostPort | undefined {
    const place = this.#entriesOf(id).find(([, data]) => data.place !== undefined)?.[1].place;
    return place === undefined ? undefined : readHostPort(place);
  }

  /** Writes down where a room is. Other addresses of it that were written down here give way. */
  remember(key: FeedId, address: string, { name, place }: KnownAs): void {
    for (const [other, data] of this.#entriesOf(key)) {
      if (data.kept === true && other !== address) this.#app.conn.forget(other);
    }
    this.#app.conn.remember(address, {
      type: 'room',
      key,
      kept: true,
      autoconnect: true,
      ...(name && { name }),
      ...(place && { place: writeHostPort(place) }),
    });
  }

  forget(id: FeedId): void {
    for (const [address] of this.#entriesOf(id)) this.#app.conn.forget(address);
  }

  #entriesOf(id: FeedId): PeerEntry[] {
    return this.#entries().filter(([address, { key }]) => key === id && !address.startsWith('tunnel:'));
  }

  #entries(): PeerEntry[] {
    return [...this.#app.conn.db().entries()];
  }
}

/** `config.openRooms.rooms`: addresses, or invites for their addresses. */
function configuredRooms(config: StockConfig): Map<FeedId, string[]> {
  const rooms = (config.openRooms?.rooms ?? []).map((text): [FeedId, string[]] => {
    const destination = readDestination(text);
    const [first] = destination.kind === 'addresses' ? destination.addresses : [];
    if (destination.kind === 'addresses' && first !== undefined)
      return [first.key, dialableBy(config, destination.addresses)];
    const sentence = `Cannot use ${JSON.stringify(text)} in openRooms.rooms: it takes addresses and invites with one. Call connect for all else.`;
    throw new JoinError('unreadable', sentence);
  });
  return new Map(rooms);
}
