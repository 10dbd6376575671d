import { html } from 'hono/html';
import { type Frame, linkTo } from '../frame.ts';
import { signInWords } from '../languages/sign-in-words.ts';
import { layout, type Markup } from './layout.ts';

/** The ways to sign in. */
export function signInChoicePage(frame: Frame, room: string): Markup {
  const words = signInWords[frame.language].choose;
  const main = html`
<div class="intro">
<h1>${words.title}</h1>
<p class="lead">${words.lead(room)}</p>
</div>
<section class="card stack" aria-labelledby="app">
<h2 id="app">${words.app}</h2>
<p>${words.appLead}</p>
<p><a class="button" href="${linkTo(frame, '/withssb/login')}">${words.appGo}</a></p>
<p class="soft">${words.fromApp}</p>
</section>`;
  return layout({ title: words.title, main, narrow: true, frame });
}
