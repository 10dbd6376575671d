import { html } from 'hono/html';
import { type Frame, linkTo } from '../frame.ts';
import { signInWords } from '../languages/sign-in-words.ts';
import { copyField, qrFigure } from './join-elements.ts';
import { layout, type Markup } from './layout.ts';

/** A sign-in that waits for an app. */
export interface WaitingSignIn {
  readonly sc: string;
  /** What the app opens: `ssb:experimental?action=start-http-auth&…`. */
  readonly uri: string;
  /** The QR code of this page's address for another device, as SVG. */
  readonly qrSvg: string;
  /** Whether somebody has said that they confirmed, and they have not. */
  readonly isEarly: boolean;
}

/** The page that waits for an app: with script it goes on by itself, without by its button. */
export function signInWaitingPage(frame: Frame, { sc, uri, qrSvg, isEarly }: WaitingSignIn): Markup {
  const words = signInWords[frame.language].wait;
  const main = html`
<div class="intro">
<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
</div>
${isEarly && html`<p class="notice" role="alert">${words.notYet}</p>`}
<section class="card stack">
<div class="join">
<div class="stack">
<p><a class="button" href="${uri}">${words.open}</a></p>
${copyField(frame, 'uri', { label: words.link, value: uri, button: words.copy, hint: words.linkHint })}
<p id="waiting" class="online" role="status" hidden
 data-events="/withssb/events?sc=${encodeURIComponent(sc)}" data-finish="/withssb/finalize?token="
 data-failed="${words.failed}" data-offline="${words.offline}">${words.waiting}</p>
<form method="post" action="${linkTo(frame, '/withssb/finalize')}">
<input type="hidden" name="sc" value="${sc}">
<button class="quiet" type="submit">${words.confirmed}</button>
</form>
</div>
${qrFigure(qrSvg, words.qr, words.scan)}
</div>
</section>
<p class="soft plain"><a href="${linkTo(frame, '/withssb/login')}">${words.anew}</a></p>
<script type="module" src="/assets/sign-in.js"></script>`;
  return layout({ title: words.title, main, frame });
}
