import { type FeedId, readHostPort, writeHostPort } from '@open-rooms/protocol';
import { type KnownRoom, type KnownRoomStore, MAX_HOSTS_PER_ROOM, MAX_KNOWN_ROOMS } from './known-room.ts';
import { Mirror } from './mirror.ts';
import { tidyName } from './name.ts';
import { roomAddresses, SEEN_AGAIN_MS } from './reach.ts';

export interface KnownRoomsOptions {
  readonly store: KnownRoomStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What is known of a room that this person is in. */
export interface SeenRoom {
  readonly id: FeedId;
  readonly addresses: string;
  /** As the room says it. */
  readonly name: string;
  /** The host name by which it was found, `room.example` or `room.example:3000`. */
  readonly host?: string | undefined;
}

/**
 * The rooms in which this person has been. They pin host names to keys: `whois` is plain HTTP, so anybody on the way
 * may answer with another key. The first answer is taken; a later one that differs is told to the person.
 */
export class KnownRooms implements Disposable {
  readonly #mirror: Mirror<KnownRoom>;
  readonly #now: () => number;

  private constructor(mirror: Mirror<KnownRoom>, now: () => number) {
    this.#mirror = mirror;
    this.#now = () => Math.floor(now());
  }

  static async open({ store, now }: KnownRoomsOptions): Promise<KnownRooms> {
    return new KnownRooms(await Mirror.open(store), now);
  }

  /**
   * Notes a room that has proved its key, if it says anything new. Its host name is pinned to it, and to no other
   * room any more: ask {@link byHost} before, and the person where that is another.
   *
   * @throws {UnreadableText} where the addresses are not this room's, or the host name is none.
   */
  async seen({ id, addresses, name, host }: SeenRoom): Promise<void> {
    const facts = { addresses: roomAddresses(id, addresses), name: tidyName(name) };
    const pin = host === undefined ? undefined : hostName(host);
    await this.#mirror.change(
      () => this.#touched(id, facts, pin),
      (kept, touched) => {
        if (touched !== id)
          return kept?.hosts.some((other) => other === pin) ? without(kept, pin) : undefined;
        const now = this.#now();
        const others = kept?.hosts.filter((other) => other !== pin) ?? [];
        const hosts = pin === undefined ? others : [pin, ...others].slice(0, MAX_HOSTS_PER_ROOM);
        return { id, ...facts, hosts, joinedAt: kept?.joinedAt ?? now, seenAt: now };
      },
    );
  }

  room(id: FeedId): KnownRoom | undefined {
    return this.#mirror.get(id);
  }

  /** The room to which a host name is pinned. Throws `UnreadableText` where it is none. */
  byHost(host: string): KnownRoom | undefined {
    const pin = hostName(host);
    return this.list().find(({ hosts }) => hosts.includes(pin));
  }

  /** Those seen last come first. */
  list(): KnownRoom[] {
    return this.#mirror.values().sort((a, b) => b.seenAt - a.seenAt || (a.id < b.id ? -1 : 1));
  }

  /** Forgets a room, and which host names lead to it. */
  async forget(id: FeedId): Promise<void> {
    await this.#mirror.change(
      () => [id],
      () => undefined,
    );
  }

  /** Tells of every change, of other processes too. The listener reads the rooms; it must not throw. */
  watch(listener: () => void): Disposable {
    return this.#mirror.watch(listener);
  }

  /** Stops following the store; the rooms may still be read. */
  [Symbol.dispose](): void {
    this.#mirror[Symbol.dispose]();
  }

  /** The records that change with a sighting: the room's, those that lose its host name, and one too many. */
  #touched(id: FeedId, facts: Pick<KnownRoom, 'addresses' | 'name'>, pin: string | undefined): FeedId[] {
    const known = this.#mirror.get(id);
    const rivals = this.list().filter(
      (room) => room.id !== id && pin !== undefined && room.hosts.includes(pin),
    );
    const isOld =
      known?.addresses === facts.addresses &&
      known.name === facts.name &&
      (pin === undefined || known.hosts[0] === pin) &&
      Math.abs(this.#now() - known.seenAt) < SEEN_AGAIN_MS;
    if (isOld && rivals.length === 0) return [];
    const others = rivals.map((room) => room.id);
    if (known === undefined && this.#mirror.size >= MAX_KNOWN_ROOMS) {
      const oldest = this.list().findLast((room) => !others.includes(room.id));
      if (oldest !== undefined) others.push(oldest.id);
    }
    return [id, ...others];
  }
}

function without(room: KnownRoom, pin: string | undefined): KnownRoom {
  return { ...room, hosts: room.hosts.filter((host) => host !== pin) };
}

function hostName(text: string): string {
  return writeHostPort(readHostPort(text.trim()));
}
