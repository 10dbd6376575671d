import { html } from 'hono/html';
import { type Frame, linkTo } from '../frame.ts';
import { signInWords } from '../languages/sign-in-words.ts';
import { layout, type Markup } from './layout.ts';

/** Nobody is signed in: why, and the way to begin again. */
export function signInFailedPage(frame: Frame, sentence: string): Markup {
  const words = signInWords[frame.language].fault;
  const main = html`
<div class="intro">
<h1>${words.title}</h1>
<p class="lead">${sentence}</p>
</div>
<p><a class="button" href="${linkTo(frame, '/login')}">${words.again}</a></p>`;
  return layout({ title: words.title, main, narrow: true, frame });
}
