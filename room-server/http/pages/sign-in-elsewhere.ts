import { html } from 'hono/html';
import type { Frame } from '../frame.ts';
import { signInWords } from '../languages/sign-in-words.ts';
import { layout, type Markup } from './layout.ts';

/**
 * The page that a QR code leads to, on the device that has the app. It says who is signed in by it: a code that a
 * stranger sends would sign the stranger in.
 */
export function signInElsewherePage(frame: Frame, room: string, uri: string): Markup {
  const words = signInWords[frame.language].elsewhere;
  const main = html`
<div class="intro">
<h1>${words.title}</h1>
<p class="lead">${words.lead(room)}</p>
</div>
<section class="card stack">
<p class="notice">${words.mind}</p>
<p><a class="button wide" href="${uri}">${words.open}</a></p>
</section>`;
  return layout({ title: words.title, main, narrow: true, frame });
}
