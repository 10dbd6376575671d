import assert from 'node:assert/strict';
import { within } from '../stock/deadline.ts';
import type { OurRoom } from './our-room.ts';

/** A browser as far as signing in goes: it keeps cookies, says that its person or an app sent it, and follows no redirection. */
export class PlainBrowser {
  readonly #room: OurRoom;
  readonly #cookies = new Map<string, string>();

  constructor(room: OurRoom) {
    this.#room = room;
  }

  /** Asks for a path of the room, or for a URL of another origin as if it were this room's. */
  get(pathOrUrl: string): Promise<Response> {
    const { pathname, search } = new URL(pathOrUrl, this.#room.ready.http);
    return this.#ask(`${pathname}${search}`, {});
  }

  post(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    return this.#ask(path, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** Who is signed in; `null` where nobody is. */
  async whose(): Promise<string | null> {
    const page = await this.get('/session');
    const text = await page.text();
    return page.status === 303 ? null : (/<code>(@[^<]+)<\/code>/.exec(text)?.[1] ?? null);
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', 'sec-fetch-site': 'none', ...(cookie && { cookie }) };
    const url = new URL(path, this.#room.ready.http);
    const answer = await within(`GET ${path}`, fetch(url, { ...init, headers, redirect: 'manual' }));
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';', 1)[0]?.split('=') ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return answer;
  }
}

/** The URI and the challenge of a page that waits for an app. */
export async function waitingPage(
  browser: PlainBrowser,
): Promise<{ readonly uri: string; readonly sc: string }> {
  const text = await (await browser.get('/withssb/login')).text();
  const uri = /href="(ssb:[^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
  const sc = /name="sc" value="([^"]+)"/.exec(text)?.[1];
  assert.ok(uri && sc, text);
  return { uri, sc };
}

/** A link by which somebody becomes a member of an open room. */
export async function inviteTo(room: OurRoom): Promise<string> {
  const init = { method: 'POST', headers: { accept: 'application/json' } };
  const answer = await within('an invite', fetch(new URL('/create-invite', room.ready.http), init));
  const { url }: { url: string } = JSON.parse(await answer.text());
  return url;
}
