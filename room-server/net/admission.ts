import { type Clock, type FeedId, TokenBucket } from '@open-rooms/protocol';
import { ipv6Groups } from './ip-address.ts';

/** Why somebody was not let in, or was let out for somebody newer. */
export type AdmissionRefusal =
  | 'too-many-connections-address'
  | 'too-many-handshakes'
  | 'too-many-connections-key'
  | 'too-many-connections';

/** What one address, one key and all of them together may hold. */
export interface AdmissionLimits {
  readonly connectionsPerAddress: number;
  readonly handshakesPerAddressSecond: number;
  readonly handshakesPerAddressBurst: number;
}

/** Room for a school behind one address; a single attacker's sockets cost us 5 MB at most. */
export const ADDRESS_LIMITS: AdmissionLimits = {
  connectionsPerAddress: 256,
  // A handshake costs half a millisecond: one address may have one hundredth of a core.
  handshakesPerAddressSecond: 20,
  handshakesPerAddressBurst: 200,
};

/** For benches and tests, where every peer comes from the loopback address. */
export const NO_ADDRESS_LIMITS: AdmissionLimits = {
  connectionsPerAddress: Number.POSITIVE_INFINITY,
  handshakesPerAddressSecond: Number.POSITIVE_INFINITY,
  handshakesPerAddressBurst: Number.POSITIVE_INFINITY,
};

/**
 * Handshakes under way. Thousands of silent sockets would otherwise hold memory and descriptors for the ten
 * seconds that a handshake may take: beyond this the oldest goes, which in good times took milliseconds.
 */
const MAX_HANDSHAKES_UNDER_WAY = 1_024;

/** Devices and tabs of one person. Beyond it the oldest goes: after a lost network it is the one that is dead. */
const MAX_CONNECTIONS_PER_KEY = 16;

/** All connections together: each costs a file descriptor, of which systems give 20,000 or fewer by default. */
const MAX_CONNECTIONS = 16_384;

/** Addresses whose pace is remembered; beyond it the ones seen longest ago are forgotten. */
const MAX_PACES = 10_000;

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
  readonly #limits: AdmissionLimits;
  readonly #clock: Clock;
  readonly #entries = new Set<Entry>();
  readonly #perAddress = new Map<string, number>();
  readonly #underWay = new Set<Entry>();
  readonly #perKey = new Map<FeedId, Set<Entry>>();
  readonly #paces = new Map<string, TokenBucket>();

  constructor(limits: AdmissionLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** How many are connected, before or after their handshake. */
  get connections(): number {
    return this.#entries.size;
  }

  /** Takes a new connection in, or says why not. `evict` closes it when somebody newer needs its place. */
  arrive(remoteAddress: string, evict: (reason: AdmissionRefusal) => void): Admitted | AdmissionRefusal {
    const address = networkOf(remoteAddress);
    if (this.#entries.size >= MAX_CONNECTIONS) return 'too-many-connections';
    const count = this.#perAddress.get(address) ?? 0;
    if (count >= this.#limits.connectionsPerAddress) return 'too-many-connections-address';
    if (!this.#keepsPace(address)) return 'too-many-handshakes';
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

  #keepsPace(address: string): boolean {
    const { handshakesPerAddressSecond, handshakesPerAddressBurst } = this.#limits;
    if (handshakesPerAddressSecond === Number.POSITIVE_INFINITY) return true;
    const now = this.#clock.now();
    const pace =
      this.#paces.get(address) ?? new TokenBucket(handshakesPerAddressSecond, handshakesPerAddressBurst);
    this.#paces.delete(address);
    this.#paces.set(address, pace);
    if (this.#paces.size > MAX_PACES) this.#paces.delete(oldest(this.#paces.keys()) ?? address);
    if (pace.delay(now) > 0) return false;
    pace.take(now);
    return true;
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

/** What counts as one address: an IPv4 address, or the /64 network that one IPv6 customer is given. */
export function networkOf(address: string): string {
  const mapped = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  if (!mapped.includes(':')) return mapped;
  return ipv6Groups(mapped).slice(0, 4).join(':');
}
