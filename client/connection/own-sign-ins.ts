import {
  type Clock,
  type FeedId,
  isChallenge,
  newChallenge,
  Refused,
  solveSignIn,
} from '@open-rooms/protocol';
import type { Identity } from '../identity/identity.ts';
import type { Runtime } from './runtime.ts';

/** From our page to the room's question: a browser opens a page at once. Stock apps wait as long. */
export const SIGN_IN_MS = 2 * 60_000;
/** Sign-ins of one client that wait for a browser; a further one ends the oldest. */
const MAX_SIGN_INS = 16;

interface Begun {
  readonly room: FeedId;
  readonly onAnswered: () => void;
  /** On the clock. */
  readonly endsAt: number;
}

export interface SignInParts {
  readonly identity: Identity;
  readonly crypto: Runtime['crypto'];
  readonly clock: Pick<Clock, 'now'>;
}

/** The sign-ins that this client began (spec/sign-in.md): it answers a room for these alone, and for each once. */
export class OwnSignIns {
  readonly #parts: SignInParts;
  /** By the challenge, the oldest first. */
  readonly #begun = new Map<string, Begun>();

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  /**
   * Begins to sign in at a room; answers the challenge that its browser takes there.
   * @param onAnswered called once, as the room is answered
   */
  begin(room: FeedId, onAnswered: () => void = () => undefined): string {
    const [oldest] = this.#begun.keys();
    if (oldest !== undefined && this.#begun.size >= MAX_SIGN_INS) this.#begun.delete(oldest);
    const cc = newChallenge(this.#parts.crypto);
    this.#begun.set(cc, { room, onAnswered, endsAt: this.#parts.clock.now() + SIGN_IN_MS });
    return cc;
  }

  /**
   * The solution that a room asks for.
   * @throws Refused where this client did not begin that, or too long ago
   */
  solve(room: FeedId, sc: string, cc: string): string {
    if (!isChallenge(sc)) throw new Refused('bad-argument', 'Server nonce "sc" is not 256 bits, in base64');
    const begun = this.#begun.get(cc);
    if (begun?.room !== room) throw unknownNonce();
    this.#begun.delete(cc);
    if (begun.endsAt <= this.#parts.clock.now()) throw unknownNonce();
    const { crypto, identity } = this.#parts;
    begun.onAnswered();
    return solveSignIn(crypto, identity.secretKey, { sid: room, cid: identity.id, sc, cc });
  }
}

/** Its beginning is what rooms hear from stock apps. */
function unknownNonce(): Refused {
  return new Refused(
    'not-allowed',
    'The client nonce "cc" is unknown or has expired: begin to sign in again, in this app',
  );
}
