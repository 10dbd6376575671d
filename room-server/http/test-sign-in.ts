import assert from 'node:assert/strict';
import {
  feedIdOf,
  type KeyPair,
  newChallenge,
  type PrivacyMode,
  type Role,
  solveSignIn,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { OPERATOR } from '../rooms/actor.ts';
import { callAnswered } from '../signin/test-apps.ts';
import { ROOM_ID, type TestRoom, testRoom } from './testing.ts';

/**
 * A browser that keeps cookies as browsers do, in front of a room in memory on its own machine; its person goes where it goes.
 * A header that is empty is not sent.
 */
export class TestBrowser {
  readonly #room: TestRoom;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #cookies = new Map<string, string>();
  /** Each `Set-Cookie` so far. */
  readonly set: string[] = [];

  constructor(room: TestRoom, headers: Readonly<Record<string, string>> = {}) {
    this.#room = room;
    const usual = { host: 'localhost:3000', accept: 'text/html', 'user-agent': 'Test' };
    this.#headers = { ...usual, 'sec-fetch-site': 'none', ...headers };
  }

  get cookies(): readonly string[] {
    return [...this.#cookies.keys()];
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.#ask(path, { headers });
  }

  post(
    path: string,
    fields: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return this.#ask(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  async #ask(
    path: string,
    init: RequestInit & { headers: Readonly<Record<string, string>> },
  ): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const all = { ...this.#headers, ...(cookie && { cookie }), ...init.headers };
    const headers = Object.entries(all).filter(([, value]) => value !== '');
    const answer = await this.#room.app.request(path, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return answer;
  }

  #keep(line: string): void {
    this.set.push(line);
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split('=');
    if (attributes.includes('Max-Age=0')) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** Somebody with an app in the room, which answers for the sign-ins that it began. */
export interface TestPerson {
  readonly id: ReturnType<typeof feedIdOf>;
  readonly keys: KeyPair;
  /** The path that the app opens in a browser. */
  readonly begin: () => string;
  /** The app answers a sign-in that a browser began. */
  readonly solve: (room: TestRoom, sc: string) => boolean;
  /** How often the app was asked. */
  readonly asked: () => number;
}

/** Makes somebody, who is there, and a member where a role is given. */
export async function testPerson(
  room: TestRoom,
  seed: number,
  role: Role | null = 'participant',
): Promise<TestPerson> {
  const keys = sodium.signKeyPair(new Uint8Array(32).fill(seed));
  const id = feedIdOf(keys.publicKey);
  if (role !== null) await room.core.members.add(OPERATOR, id, role);
  const begun = new Set<string>();
  let asked = 0;
  const solution = (sc: string, cc: string) =>
    solveSignIn(sodium, keys.secretKey, { sid: ROOM_ID, cid: id, sc, cc });
  const app = callAnswered((sc, cc) => {
    asked++;
    return begun.delete(cc)
      ? { send: solution(sc, cc) }
      : { fail: 'The client nonce "cc" is unknown or has expired' };
  });
  const others = room.turn.reaches;
  room.turn.reaches = (who) => (who === id ? [app] : others(who));
  return {
    id,
    keys,
    begin() {
      const cc = newChallenge(sodium);
      begun.add(cc);
      return `/login?ssb-http-auth=1&cid=${encodeURIComponent(id)}&cc=${encodeURIComponent(cc)}`;
    },
    solve(at, sc) {
      const cc = newChallenge(sodium);
      return at.parts.signIns.solve(id, sc, cc, solution(sc, cc));
    },
    asked: () => asked,
  };
}

/** The challenge of a page that waits for an app. */
export async function challengeOf(page: Response): Promise<string> {
  const [, sc] = /name="sc" value="([^"]+)"/.exec(await page.text()) ?? [];
  assert.ok(sc);
  return sc;
}

/** A room that is claimed, with two members who are there. */
export async function opened(mode: PrivacyMode = 'open', https = false) {
  const room = await testRoom({ name: 'Tea' }, null, undefined, null, https, mode);
  return { room, alice: await testPerson(room, 1), bob: await testPerson(room, 2) };
}

/** Where an answer leads; it must be a redirection. */
export function leads(answer: Response): string | null {
  assert.equal(answer.status, 303);
  return answer.headers.get('location');
}

/** Whose the page of one's own is, in this browser; `null` where nobody is signed in. */
export async function whose(browser: TestBrowser): Promise<string | null> {
  const page = await browser.get('/session');
  if (page.status === 303) return null;
  const [, id = null] = /<code>(@[^<]+)<\/code>/.exec(await page.text()) ?? [];
  return id;
}

/** Holds an answer to be this refusal, or another page. */
export async function refused(answer: Response, status: number, words: RegExp): Promise<void> {
  assert.equal(answer.status, status);
  assert.match(await answer.text(), words);
}

/** A browser that somebody is signed in with. */
export async function signedIn(room: TestRoom, person: TestPerson): Promise<TestBrowser> {
  const browser = new TestBrowser(room);
  assert.equal(leads(await browser.get(person.begin())), '/session');
  return browser;
}
