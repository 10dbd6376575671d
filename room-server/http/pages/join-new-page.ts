import { html } from 'hono/html';
import { USES_MAX } from '../../invites/invite-wish.ts';
import { type Frame, linkTo } from '../frame.ts';
import { newInviteWords } from '../languages/new-invite-words.ts';
import { copyField, qrFigure } from './join-elements.ts';
import { layout, type Markup } from './layout.ts';

/** The page where an invite is made: with one button, and for whoever is signed in with how many may use it. */
export function joinNewPage(frame: Frame, room: string, isSignedIn: boolean): Markup {
  const words = newInviteWords[frame.language];
  const title = words.title(room);
  const main = html`
<div class="intro">
<h1>${title}</h1>
<p class="lead">${isSignedIn ? words.leadMember : words.leadVisitor}</p>
</div>
<form class="card stack" method="post" action="${linkTo(frame, '/create-invite')}">
${
  isSignedIn &&
  html`<div class="field">
<label for="uses">${words.uses}</label>
<p class="soft" id="uses-hint">${words.usesHint(USES_MAX)}</p>
<input id="uses" name="uses" type="number" min="1" max="${USES_MAX}" value="1" required aria-describedby="uses-hint">
</div>`
}
<p><button class="wide" type="submit">${words.make}</button></p>
</form>`;
  return layout({ title, main, narrow: true, frame });
}

/** The page of an invite that was made just now. */
export function joinMadePage(frame: Frame, url: string, qrSvg: string): Markup {
  const words = newInviteWords[frame.language];
  const main = html`
<div class="intro">
<h1>${words.doneTitle}</h1>
<p class="lead">${words.doneLead}</p>
</div>
<section class="card stack" aria-label="${words.link}">
${copyField(frame, 'link', { label: words.link, value: url, button: words.copy })}
${qrFigure(qrSvg, words.qrLabel, words.qrCaption)}
</section>
<p class="after"><a href="${linkTo(frame, '/create-invite')}">${words.another}</a></p>`;
  return layout({ title: words.doneTitle, main, narrow: true, frame });
}

/** The page of who may not make an invite, or is not signed in. */
export function joinNotYoursPage(frame: Frame, isSignedIn: boolean): Markup {
  const words = newInviteWords[frame.language];
  const main = html`
<div class="intro">
<h1>${words.refusedTitle}</h1>
<p class="lead">${words.refusedLead}</p>
</div>
<p>${
    isSignedIn
      ? html`<a class="button" href="${frame.home}">${words.goToRoom}</a>`
      : html`<a class="button" href="${linkTo(frame, '/login')}">${words.signIn}</a>`
  }</p>`;
  return layout({ title: words.refusedTitle, main, narrow: true, frame });
}
