import type { FeedId, Metadata, SocketAddress, Stream } from '@open-rooms/protocol';
import type { Identity } from '../identity/identity.ts';
import { type DialledRoom, dialRoom } from './dial-room.ts';
import { enterRoom } from './enter-room.ts';
import type { FoundRoom } from './find-room.ts';
import { JoinError } from './join-error.ts';
import { movedTo } from './moved-to.ts';
import { HandshakeEnded, type RoomConnection } from './room-connection.ts';
import type { Runtime } from './runtime.ts';

export interface RoomWayParts {
  readonly identity: Identity;
  readonly runtime: Runtime;
  /** 32 bytes. */
  readonly networkKey: Uint8Array;
  readonly onTunnel: (stream: Stream, origin: FeedId) => void;
  /** The solution of a sign-in that this person began at a room. */
  readonly solve?: (room: FeedId, sc: string, cc: string) => string;
}

/** What a room is, as long as it is there. */
export interface Entered {
  readonly connection: RoomConnection;
  readonly metadata: Metadata;
}

/** The way into a room. Where its address leads nowhere any more, the host that named it is asked again. */
export class RoomWay {
  readonly id: FeedId;
  /** The host that named it, where one did. */
  readonly place: FoundRoom['place'];
  readonly #parts: RoomWayParts;
  #addresses: readonly SocketAddress[];

  constructor({ id, place, addresses }: FoundRoom, parts: RoomWayParts) {
    this.id = id;
    this.place = place;
    this.#addresses = addresses;
    this.#parts = parts;
  }

  /** Where it is, the address that worked last first. */
  get addresses(): readonly SocketAddress[] {
    return this.#addresses;
  }

  /**
   * Connects, and enters.
   * @throws JoinError, or the signal's reason
   */
  async enter(signal: AbortSignal): Promise<Entered> {
    const { connection, address } = await this.#reach(signal);
    this.#addresses = [address, ...this.#addresses.filter((other) => other !== address)];
    try {
      const { identity, runtime } = this.#parts;
      return { connection, metadata: await enterRoom(connection.remote, identity.id, runtime.clock, signal) };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** By the addresses that are known; then by those that the host tells now. */
  async #reach(signal: AbortSignal): Promise<DialledRoom> {
    try {
      return await this.#dialAt(this.#addresses, signal);
    } catch (error) {
      const place = this.place ?? pagesOf(error, this.#addresses);
      if (!(error instanceof JoinError) || place === undefined || signal.aborted) throw error;
      this.#addresses = await movedTo(place, this.id, error, this.#parts.runtime, signal);
      return await this.#dialAt(this.#addresses, signal).catch(throwKeptOut);
    }
  }

  #dialAt(addresses: readonly SocketAddress[], signal: AbortSignal): Promise<DialledRoom> {
    const { identity, runtime, networkKey, onTunnel, solve } = this.#parts;
    const parts = { runtime, networkKey, keys: identity, onTunnel };
    return dialRoom(addresses, { ...parts, ...(solve && { solve }) }, signal);
  }
}

/** Where one can ask whether the room of an address is still there: our rooms have their pages where browsers connect. */
function pagesOf(error: unknown, addresses: readonly SocketAddress[]): FoundRoom['place'] {
  if (!hangsUp(error)) return undefined;
  const address = addresses.find(({ transport }) => transport !== 'net');
  return address && { host: address.host, port: address.port };
}

/** Of a handshake that is broken off nobody can tell whose key was wrong; where the host has said just now which key it has, it is ours. */
function throwKeptOut(cause: unknown): never {
  if (!hangsUp(cause)) throw cause;
  const sentence =
    'The room does not let this key in: it may be for members alone, or have banned it. Ask somebody inside for an invite.';
  throw new JoinError('not-let-in', sentence, { cause });
}

function hangsUp(error: unknown): boolean {
  if (!(error instanceof JoinError) || error.fault !== 'wrong-key') return false;
  return error.cause instanceof HandshakeEnded && error.cause.reason === 'hang-up';
}
