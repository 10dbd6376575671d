import { connectRoom, type RoomConnection } from '@open-rooms/client';
import { generateKeyPair } from '@open-rooms/protocol';
import { dialTcp, sodium, systemClock, type TcpWire } from '@open-rooms/protocol/node';
import { startStockRoom } from '../../stock/room.ts';
import { cpuSeconds } from '../cpu.ts';
import { NETWORK_KEY } from '../peers/join.ts';
import { startOurRoom } from '../targets/our-room.ts';
import { type RoomTarget, roomTarget } from '../targets/room-target.ts';
import { Awaited } from './awaited.ts';

/** A room with a list of who is there, and how many read it. */
export interface CrowdWish {
  readonly of: 'ours' | 'stock';
  readonly reading: 'room.attendants' | 'tunnel.endpoints';
  readonly size: number;
}

/** What one join costs. */
export interface JoinCost {
  /** CPU of the room's process, the newcomer's handshake with it. */
  readonly cpuMs: number;
  /** What all who read the list are sent, as it is on their sockets. */
  readonly kilobytes: number;
}

/** How many come side by side while the crowd gathers: a stock room answers each of them after 40 ms. */
const AT_ONCE = 12;

/** Peers who are in a room of their own and read the list of who is there. */
export class Crowd implements AsyncDisposable {
  readonly #room: RoomTarget;
  readonly #awaited: Awaited;
  readonly #readers: RoomConnection[] = [];
  readonly #left: AsyncDisposableStack;
  #bytes = 0;

  private constructor(room: RoomTarget, size: number, left: AsyncDisposableStack) {
    this.#room = room;
    this.#awaited = new Awaited(size);
    this.#left = left;
  }

  static async gather({ of, reading, size }: CrowdWish): Promise<Crowd> {
    await using left = new AsyncDisposableStack();
    const room = of === 'ours' ? await ourRoom(left) : await stockRoom(left);
    const crowd = new Crowd(room, size, left.move());
    // All are there before the first reads: a list that goes to all with each who comes would be sent N³ times.
    for (let there = 0; there < size; there += AT_ONCE) {
      const coming = Array.from({ length: Math.min(AT_ONCE, size - there) }, () => crowd.#come());
      crowd.#readers.push(...(await Promise.all(coming)));
    }
    await crowd.#awaited.all(undefined, () => {
      for (const [at, reader] of crowd.#readers.entries()) void crowd.#read(at, reader, reading);
    });
    return crowd;
  }

  /** What a join costs, in the mean of `joins` that come one after the other. */
  async join(joins: number): Promise<JoinCost> {
    const newcomers: RoomConnection[] = [];
    const [cpu, bytes] = [cpuSeconds(this.#room.pid), this.#bytes];
    for (let time = 0; time < joins; time++) {
      const keys = generateKeyPair(sodium);
      await this.#awaited.all({ keys, is: 'there' }, async () => {
        newcomers.push(await this.#come(keys, false));
      });
    }
    const cost = {
      cpuMs: ((cpuSeconds(this.#room.pid) - cpu) * 1000) / joins,
      kilobytes: (this.#bytes - bytes) / 1000 / joins,
    };
    for (const newcomer of newcomers) {
      await this.#awaited.all({ id: newcomer.id, is: 'gone' }, () => newcomer.close());
    }
    return cost;
  }

  /** Ends the room first: one that tells all of each who goes would be long about it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#left[Symbol.asyncDispose]();
    for (const reader of this.#readers) reader.close();
  }

  async #come(keys = generateKeyPair(sodium), isReader = true): Promise<RoomConnection> {
    const wire = await dialTcp(this.#room.host, this.#room.port);
    const connection = await connectRoom({
      wire: isReader ? this.#counted(wire) : wire,
      room: this.#room.key,
      keys,
      networkKey: NETWORK_KEY,
      crypto: sodium,
      clock: systemClock,
    });
    await connection.remote['tunnel.announce'](undefined);
    return connection;
  }

  #counted(wire: TcpWire): TcpWire {
    const attach = wire.attach.bind(wire);
    wire.attach = (events) => {
      attach({
        onBytes: (bytes) => {
          this.#bytes += bytes.length;
          events.onBytes(bytes);
        },
        onDrained: () => events.onDrained(),
        onClosed: () => events.onClosed(),
      });
    };
    return wire;
  }

  /** Reads until the room has ended. */
  async #read(at: number, { remote }: RoomConnection, reading: CrowdWish['reading']): Promise<void> {
    try {
      if (reading === 'tunnel.endpoints') {
        for await (const ids of remote['tunnel.endpoints']()) this.#awaited.list(at, ids);
        return;
      }
      for await (const event of remote['room.attendants']()) {
        if (event.type === 'state') this.#awaited.list(at, event.ids);
        else this.#awaited.change(at, event.id, event.type === 'joined' ? 'there' : 'gone');
      }
    } catch {
      // The room has ended, or the reader: what is missing then is waited for in vain, and said.
    }
  }
}

async function ourRoom(left: AsyncDisposableStack): Promise<RoomTarget> {
  return left.use(await startOurRoom()).target;
}

async function stockRoom(left: AsyncDisposableStack): Promise<RoomTarget> {
  const room = left.use(await startStockRoom({ name: 'bench' }));
  return roomTarget(room.address, room.pid);
}
