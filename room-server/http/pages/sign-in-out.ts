import { html } from 'hono/html';
import { type Frame, linkTo } from '../frame.ts';
import { signInWords } from '../languages/sign-in-words.ts';
import { layout, type Markup } from './layout.ts';

/** The page of `/logout`: a button, since nothing but a person's own press may sign them out. */
export function signOutPage(frame: Frame, isSignedIn: boolean): Markup {
  const words = signInWords[frame.language].out;
  const main = html`
<div class="intro">
<h1>${words.title}</h1>
<p class="lead">${isSignedIn ? words.lead : words.none}</p>
</div>
${
  isSignedIn &&
  html`<form class="stack" method="post" action="${linkTo(frame, '/logout')}"><p><button type="submit">${words.yes}</button></p></form>`
}
<p class="plain"><a href="${linkTo(frame, '/')}">${words.room}</a></p>`;
  return layout({ title: words.title, main, narrow: true, frame });
}
