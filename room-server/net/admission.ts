import type { Clock, FeedId } from '@open-rooms/protocol';
import type { AddressLimits } from './address-limits.ts';
import { networkOf } from './ip-address.ts';
import { Paces } from './paces.ts';

/** Why somebody was not let in, or was let out for somebody newer. */
export type AdmissionRefusal =
  | 'too-many-connections-address'
  | 'too-many-handshakes'
  | 'too-many-connections-key'
  | 'too-many-connections';

/**
 * Handshakes under way. Thousands of silent sockets would otherwise hold memory and descriptors for the ten
 * seconds that a handshake may take: beyond this the oldest goes, which in good times took milliseconds.
 */
const MAX_HANDSHAKES_UNDER_WAY = 1_024;

/** Devices and tabs of one person. Beyond it the oldest goes: after a lost network it is the one that is dead. */
const MAX_CONNECTIONS_PER_KEY = 16;

/** All connections together: each costs a file descriptor, of which systems give 20,000 or fewer by default. */
const MAX_CONNECTIONS = 16_384;

/** What connections of trusted proxies are counted as. */
const NO_ADDRESS = '';

/** One connection, from its first byte to its end. */
export interface Admitted extends Disposable {
  /** The handshake is done: it counts for its key from now on. */
  proven(id: FeedId): void;
}

interface Entry {
  readonly address: string;
  readonly evict: (reason: AdmissionRefusal) => void;
  key: FeedId | undefined;
}

/** Who may connect, over all transports: one count for TCP and WebSocket. */
export class Admission {
  readonly #limits: AddressLimits;
  readonly #paces: Paces;
  readonly #entries = new Set<Entry>();
  readonly #perAddress = new Map<string, number>();
  readonly #underWay = new Set<Entry>();
  readonly #perKey = new Map<FeedId, Set<Entry>>();

  constructor(limits: AddressLimits, clock: Clock) {
    this.#limits = limits;
    this.#paces = new Paces(limits.handshakesPerAddressSecond, limits.handshakesPerAddressBurst, clock);
  }

  /** How many are connected, before or after their handshake. */
  get connections(): number {
    return this.#entries.size;
  }

  /**
   * Takes a new connection in, or says why not. `evict` closes it when somebody newer needs its place.
   * @param remoteAddress `null` for a trusted proxy's, behind which many are: it counts for no address
   */
  arrive(
    remoteAddress: string | null,
    evict: (reason: AdmissionRefusal) => void,
  ): Admitted | AdmissionRefusal {
    if (this.#entries.size >= MAX_CONNECTIONS) return 'too-many-connections';
    const address = remoteAddress === null ? NO_ADDRESS : networkOf(remoteAddress);
    const count = this.#perAddress.get(address) ?? 0;
    if (remoteAddress !== null) {
      if (count >= this.#limits.connectionsPerAddress) return 'too-many-connections-address';
      if (!this.#paces.allows(address)) return 'too-many-handshakes';
    }
    const entry: Entry = { address, evict, key: undefined };
    this.#perAddress.set(address, count + 1);
    this.#entries.add(entry);
    this.#underWay.add(entry);
    if (this.#underWay.size > MAX_HANDSHAKES_UNDER_WAY) oldest(this.#underWay)?.evict('too-many-handshakes');
    return {
      proven: (id) => this.#proven(entry, id),
      [Symbol.dispose]: () => this.#leave(entry),
    };
  }

  #proven(entry: Entry, id: FeedId): void {
    this.#underWay.delete(entry);
    if (!this.#entries.has(entry)) return;
    entry.key = id;
    const others = this.#perKey.get(id) ?? new Set();
    this.#perKey.set(id, others);
    others.add(entry);
    if (others.size > MAX_CONNECTIONS_PER_KEY) oldest(others)?.evict('too-many-connections-key');
  }

  #leave(entry: Entry): void {
    if (!this.#entries.delete(entry)) return;
    this.#underWay.delete(entry);
    const count = (this.#perAddress.get(entry.address) ?? 0) - 1;
    if (count > 0) this.#perAddress.set(entry.address, count);
    else this.#perAddress.delete(entry.address);
    if (entry.key === undefined) return;
    const others = this.#perKey.get(entry.key);
    others?.delete(entry);
    if (others?.size === 0) this.#perKey.delete(entry.key);
  }
}

function oldest<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}
