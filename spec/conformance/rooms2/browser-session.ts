import assert from 'node:assert/strict';
import { newChallenge, Refused, type Standing, solveSignIn } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import type { PeopledRoom } from '../roles/peopled-room.ts';

/** Signs a browser in as somebody, by an app that began it and is in the room; answers the browser's cookie. */
export async function signedIn(room: PeopledRoom, standing: Standing): Promise<string> {
  const keys = room.people[standing];
  const cid = room.idOf(standing);
  const cc = newChallenge(sodium);
  const app = await room.connect(keys, {
    solve: (sid, sc, asked) => {
      // Another app of theirs may be asked for it, too.
      if (asked !== cc) throw new Refused('not-allowed', 'This app did not begin that sign-in.');
      return solveSignIn(sodium, keys.secretKey, { sid, cid, sc, cc });
    },
  });
  try {
    await app.remote['tunnel.announce']();
    const path = `/login?${new URLSearchParams({ 'ssb-http-auth': '1', cid, cc })}`;
    // As where an app opens the link; who does not say so is asked first.
    const answer = await room.page(path, { headers: { 'sec-fetch-site': 'none' } });
    assert.equal(answer.status, 303, await answer.text());
    return cookieOf(answer);
  } finally {
    app.close();
  }
}

/** What a browser keeps of an answer, and sends back. */
export function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}
