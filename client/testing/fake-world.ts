import { writeHostPort } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { MemoryWire, NETWORK_KEY, VirtualClock } from '@open-rooms/protocol/testing';
import type { Runtime, WebAnswer, WebRequest } from '../connection/runtime.ts';
import { FakeRoom } from './fake-room.ts';

/** What a host does when it is dialled, or asked. */
type Silence = 'silent';

/** A network, web servers and a clock in memory: what a client runs on in a test, and what it did there. */
export class FakeWorld {
  readonly clock = new VirtualClock(1_000_000);
  /** `host:port` → who listens there; nobody: refused. */
  readonly rooms = new Map<string, FakeRoom | Silence>();
  /** URL → what is answered there; nothing: nobody listens. */
  readonly pages = new Map<string, WebAnswer | Silence>();
  /** Every dial so far: when, and where. */
  readonly dials: { readonly at: number; readonly place: string }[] = [];
  /** Every web request so far. */
  readonly requests: WebRequest[] = [];
  readonly runtime: Runtime = {
    crypto: sodium,
    clock: this.clock,
    now: () => 1_764_000_000_000 + this.clock.now(),
    transports: ['net'],
    dial: async (address, signal) => {
      const place = writeHostPort({ host: address.host, port: address.port });
      this.dials.push({ at: this.clock.now(), place });
      const room = this.rooms.get(place);
      if (room === 'silent') return aborted(signal);
      if (room === undefined) throw Object.assign(new Error(`connect ${place}`), { code: 'ECONNREFUSED' });
      const [here, there] = MemoryWire.pair();
      room.take(there);
      return here;
    },
    ask: async (request) => {
      this.requests.push(request);
      const answer = this.pages.get(request.url);
      if (answer === 'silent') return aborted(request.signal);
      if (answer === undefined) throw new Error('nobody listens');
      return answer;
    },
  };

  /** A room that listens there, and its address. */
  room(place: string, number = 1): { readonly room: FakeRoom; readonly address: string } {
    const keys = sodium.signKeyPair(new Uint8Array(32).fill(number));
    const room = new FakeRoom({ crypto: sodium, clock: this.clock, networkKey: NETWORK_KEY, keys });
    this.rooms.set(place, room);
    return { room, address: `net:${place}~shs:${room.id.slice(1, -'.ed25519'.length)}` };
  }

  /** Answers a URL with status 200. */
  answers(url: string, body: unknown): void {
    this.pages.set(url, { status: 200, body: typeof body === 'string' ? body : JSON.stringify(body) });
  }
}

/** Lets everything happen that needs no time to pass. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** For a test that does not give up. */
export function patience(): AbortSignal {
  return new AbortController().signal;
}

function aborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}
