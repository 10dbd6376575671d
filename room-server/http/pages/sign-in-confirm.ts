import type { FeedId } from '@open-rooms/protocol';
import { html } from 'hono/html';
import { type Frame, linkTo } from '../frame.ts';
import { signInWords } from '../languages/sign-in-words.ts';
import { keyMark, keyWords } from './key-mark.ts';
import { layout, type Markup } from './layout.ts';

export interface SignInQuestion {
  readonly cid: FeedId;
  readonly cc: string;
  /** Who is signed in with this browser now, where that is somebody else. */
  readonly before: FeedId | undefined;
}

/** Asks whether this browser shall be that person's, where another page has sent it here. */
export function signInConfirmPage(frame: Frame, room: string, { cid, cc, before }: SignInQuestion): Markup {
  const words = signInWords[frame.language].confirm;
  const main = html`
<div class="intro">
<h1>${words.title}</h1>
<p class="lead">${words.lead(room)}</p>
</div>
<form class="card stack" method="post" action="${linkTo(frame, '/login')}">
<div class="person">
${keyMark(cid, words.mark(keyWords(cid)))}
<code>${cid}</code>
</div>
${before !== undefined && html`<p class="notice">${words.instead} <code>${before}</code></p>`}
<p class="soft">${words.mind}</p>
<input type="hidden" name="cid" value="${cid}">
<input type="hidden" name="cc" value="${cc}">
<p><button class="wide" type="submit">${words.yes}</button></p>
<p><a href="${linkTo(frame, '/')}">${words.no}</a></p>
</form>`;
  return layout({ title: words.title, main, narrow: true, frame });
}
