import {
  type Clock,
  type CryptoBackend,
  type FeedId,
  isChallenge,
  judgeSolution,
  newChallenge,
  Refused,
} from '@open-rooms/protocol';
import type { TakeDown } from '../audit/happening.ts';
import { type App, askSolution } from './ask-solution.ts';
import { type Challenge, Challenges } from './challenges.ts';
import type { Sessions } from './sessions.ts';
import { type SignInEvent, SignInEvents } from './sign-in-events.ts';
import { SignInRefused } from './sign-in-refused.ts';

/** Sign-ins of one person that wait for their apps: anybody can ask for one in anybody's name. */
const MAX_ASKED_AT_ONCE = 4;

export interface SignInParts {
  readonly room: FeedId;
  readonly crypto: Pick<CryptoBackend, 'randomBytes' | 'verify'>;
  readonly clock: Clock;
  /** The connections of somebody who is in the room. */
  readonly reaches: (id: FeedId) => readonly App[];
  /** Whether somebody may sign in at all: they are a member. */
  readonly maySignIn: (id: FeedId) => boolean;
  readonly sessions: Pick<Sessions, 'create' | 'revokeAll'>;
  readonly takeDown: TakeDown;
  /** What counts as one place of an address. */
  readonly siteOf: (address: string) => string;
}

/** A browser, for its session. */
export interface Browser {
  /** As it calls itself. */
  readonly agent: string;
  /** Where it comes from. */
  readonly address: string;
}

/** Sign-in with SSB (spec/sign-in.md, SIP 6): a browser is somebody's once their key has said so. */
export class SignIns {
  readonly #parts: SignInParts;
  readonly #challenges: Challenges;
  readonly #events: SignInEvents;
  readonly #asked = new Map<FeedId, number>();

  constructor(parts: SignInParts) {
    this.#parts = parts;
    this.#challenges = new Challenges(parts);
    this.#events = new SignInEvents(parts.clock);
  }

  /**
   * Client-initiated: the app of `cid` made `cc` and sent a browser here. Its app is asked, on each of its
   * connections, since only one of them knows `cc`.
   * @returns the token of the new session
   * @throws Refused `bad-argument`, `not-allowed`, `too-many`
   */
  async byClient(cid: FeedId, cc: string, browser: Browser): Promise<string> {
    if (!isChallenge(cc)) throw noChallenge(cc);
    const asked = this.#asked.get(cid) ?? 0;
    if (asked >= MAX_ASKED_AT_ONCE) throw tooManyAsked();
    this.#asked.set(cid, asked + 1);
    try {
      if (!(await this.#hasSolved(cid, cc))) throw noAnswer();
    } finally {
      const left = (this.#asked.get(cid) ?? 1) - 1;
      if (left > 0) this.#asked.set(cid, left);
      else this.#asked.delete(cid);
    }
    // Only who has proven their key is told whether it is a member's.
    return this.#signIn(cid, browser);
  }

  /**
   * Server-initiated: a browser asks first.
   * @param browser the hash of its cookie
   * @param caller the address that it comes from
   * @throws Refused `too-many`
   */
  begin(browser: string, caller: string): Challenge {
    return this.#challenges.begin(browser, caller);
  }

  /** A sign-in that a browser began; `undefined` where there is none, or it is over. */
  challenge(sc: string): Challenge | undefined {
    return this.#challenges.get(sc);
  }

  /**
   * The app of `caller` answers a sign-in that a browser began.
   * @throws Refused `bad-argument`, `not-found`, `not-allowed`
   */
  solve(caller: FeedId, sc: string, cc: string, sol: string): true {
    if (!isChallenge(cc)) throw noChallenge(cc);
    const challenge = this.#challenges.get(sc);
    if (challenge === undefined || challenge.outcome !== undefined) throw noSession();
    const signIn = { sid: this.#parts.room, cid: caller, sc, cc };
    const judged = judgeSolution(this.#parts.crypto, signIn, sol);
    if (judged === 'good') {
      this.#events.settled(sc, this.#challenges.solve(challenge, caller));
      return true;
    }
    this.#events.settled(sc, this.#challenges.fail(challenge, 'challenge validation failed'));
    if (judged === 'unreadable') throw notBase64();
    this.#parts.takeDown({
      event: 'peer_id_mismatch',
      by: { kind: 'feed', id: caller },
      message: 'A sign-in was answered with a signature that is not theirs.',
    });
    throw notSolved();
  }

  /**
   * Tells a browser what becomes of the sign-in that it began; see {@link SignInEvents.follow}.
   * @throws Refused `not-found` where it began none such, `too-many`
   */
  follow(sc: string, browser: string, tell: (event: SignInEvent) => void, ended: () => void): Disposable {
    const challenge = this.#challenges.get(sc);
    if (challenge === undefined || challenge.browser !== browser) throw noSession();
    return this.#events.follow(challenge, tell, ended);
  }

  /**
   * The browser that began a sign-in takes it, once.
   * @returns the token of the new session
   * @throws Refused `not-allowed` where it is another browser, too late, or taken already
   */
  async finish(token: string, browserHash: string, browser: Browser): Promise<string> {
    const id = this.#challenges.take(token, browserHash);
    if (id === undefined) throw notYours();
    return this.#signIn(id, browser);
  }

  /** Signs somebody out everywhere, also where they have not arrived yet. */
  async invalidateAll(id: FeedId): Promise<true> {
    this.#challenges.withdraw(id);
    await this.#parts.sessions.revokeAll(id);
    return true;
  }

  async #signIn(id: FeedId, { agent, address }: Browser): Promise<string> {
    if (!this.#parts.maySignIn(id)) throw noMember();
    return this.#parts.sessions.create(id, agent, address);
  }

  async #hasSolved(cid: FeedId, cc: string): Promise<boolean> {
    const { room, crypto, clock, reaches } = this.#parts;
    const sc = newChallenge(crypto);
    const answers = reaches(cid).map(async (peer) => {
      const sol = await askSolution(peer, sc, cc, clock);
      if (sol === undefined) throw noAnswer();
      if (judgeSolution(crypto, { sid: room, cid, sc, cc }, sol) !== 'good') throw noAnswer();
    });
    return Promise.any(answers).then(
      () => true,
      () => false,
    );
  }
}

/** Stock apps know the beginnings of the sentences that go to apps; how to mend it comes after them. */
function noSession(): Refused {
  return new SignInRefused(
    'over',
    'no such session: the sign-in is over or was answered; open the page again',
  );
}

function notSolved(): Refused {
  const text = '=http-auth-sign-in:ROOM_ID:YOUR_ID:SC:CC';
  return new Refused('not-allowed', `not a valid solution: sign ${text} with the key that you connect with`);
}

function notBase64(): Refused {
  return new Refused(
    'bad-argument',
    'signature is not valid base64 data: write the solution as BASE64.sig.ed25519, of 64 bytes',
  );
}

function noChallenge(cc: string): Refused {
  const what = JSON.stringify(cc.slice(0, 64));
  return new SignInRefused('unreadable', `Cannot sign in: cc is ${what}, and should be base64 of 32 bytes.`);
}

function noAnswer(): Refused {
  return new SignInRefused(
    'no-answer',
    'No app has confirmed this sign-in. It has to be in the room just now, and the link is good for two minutes and for once: begin again in the app.',
  );
}

function noMember(): Refused {
  return new SignInRefused(
    'no-member',
    'Only members of this room can sign in to its pages. An invite makes you one: ask for it.',
  );
}

function notYours(): Refused {
  return new SignInRefused(
    'not-yours',
    'invalid session token: this sign-in was begun in another browser, is too old, or was used already. Begin again.',
  );
}

function tooManyAsked(): Refused {
  return new SignInRefused(
    'busy',
    `${MAX_ASKED_AT_ONCE} sign-ins wait for this app's answer already: answer them, or try again in a minute.`,
  );
}
