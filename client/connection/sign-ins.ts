import { type FeedId, newChallenge, type Remote, type RoomContract, solveSignIn } from '@open-rooms/protocol';
import type { Identity } from '../identity/identity.ts';
import { answered } from './answered.ts';
import { never } from './deadline.ts';
import { dialRoom } from './dial-room.ts';
import { JoinError } from './join-error.ts';
import { OwnSignIns } from './own-sign-ins.ts';
import type { Room } from './room.ts';
import type { Runtime } from './runtime.ts';
import { type AskedSignIn, readSignInUri, signInUrl } from './sign-in-links.ts';

export interface SignInsParts {
  readonly identity: Identity;
  readonly runtime: Runtime;
  /** 32 bytes. */
  readonly networkKey: Uint8Array;
  /** The rooms that are kept. */
  readonly rooms: () => readonly Room[];
}

/** Signing browsers in at the pages of rooms, with this person's key (spec/sign-in.md). */
export class SignIns {
  readonly #parts: SignInsParts;
  readonly #own: OwnSignIns;

  constructor(parts: SignInsParts) {
    this.#parts = parts;
    const { identity, runtime } = parts;
    this.#own = new OwnSignIns({ identity, crypto: runtime.crypto, clock: runtime.clock });
  }

  /**
   * The page that signs the browser that opens it in as this person: good once, for two minutes, while the room is
   * connected. Whoever calls this has been asked to.
   * @param onAnswered called once, as the room is told that it is this person
   * @throws JoinError where the room is not connected
   */
  begin(room: Room, onAnswered?: () => void): string {
    connected(room);
    return signInUrl(room.addresses, this.#parts.identity.id, this.#own.begin(room.id, onAnswered));
  }

  /** What a room asks for a sign-in that {@link begin} began; see {@link OwnSignIns.solve}. */
  solve(room: FeedId, sc: string, cc: string): string {
    return this.#own.solve(room, sc, cc);
  }

  /**
   * Confirms a sign-in that a browser began, by the room that is kept, or by one that is called for this alone. The
   * browser that shows this text is then this person's: ask them first, and show them the room.
   * @param text `ssb:experimental?action=start-http-auth&…`, as the room's page shows it
   * @returns the room
   * @throws JoinError, RemoteError where the room refuses
   */
  async confirm(text: string, signal: AbortSignal = never()): Promise<FeedId> {
    const asked = readSignInUri(text);
    const kept = this.#parts.rooms().find(({ id }) => id === asked.room);
    if (kept?.remote !== undefined) await this.#send(kept.remote, asked, signal);
    else await this.#call(asked, signal);
    return asked.room;
  }

  /**
   * Ends every session of this person at the pages of a room.
   * @throws JoinError, RemoteError where the room refuses
   */
  async signOutEverywhere(room: Room, signal: AbortSignal = never()): Promise<void> {
    const remote = connected(room);
    await this.#asked(signal, () => remote['httpAuth.invalidateAllSolutions']());
  }

  async #call(asked: AskedSignIn, signal: AbortSignal): Promise<void> {
    const { identity: keys, runtime, networkKey } = this.#parts;
    const { connection } = await dialRoom(asked.addresses, { keys, runtime, networkKey }, signal);
    try {
      await this.#send(connection.remote, asked, signal);
    } finally {
      connection.close();
    }
  }

  async #send(
    remote: Remote<RoomContract>,
    { room: sid, sc }: AskedSignIn,
    signal: AbortSignal,
  ): Promise<void> {
    const { identity, runtime } = this.#parts;
    const cc = newChallenge(runtime.crypto);
    const sol = solveSignIn(runtime.crypto, identity.secretKey, { sid, cid: identity.id, sc, cc });
    await this.#asked(signal, () => remote['httpAuth.sendSolution'](sc, cc, sol));
  }

  #asked<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    const silence = 'The room does not answer. Try again later.';
    return answered({ clock: this.#parts.runtime.clock, signal, silence }, call);
  }
}

function connected({ remote }: Room): Remote<RoomContract> {
  if (remote !== undefined) return remote;
  throw new JoinError('unreachable', 'The room is not connected now. Try again when it is.');
}
