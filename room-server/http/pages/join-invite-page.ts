import { html } from 'hono/html';
import type { Invite } from '../../store/ports/invites.ts';
import type { Frame } from '../frame.ts';
import { joinWords } from '../languages/join-words.ts';
import { clientLink, copyField, inviteLink, qrFigure } from './join-elements.ts';
import { layout, type Markup } from './layout.ts';

/** An invite as its page shows it. */
export interface InviteView {
  readonly invite: Invite;
  readonly room: string;
  readonly description: string;
  /** Who made it, as far as the room knows. */
  readonly maker:
    | { readonly kind: 'operator' | 'visitor' | 'somebody' }
    | { readonly kind: 'alias'; readonly alias: string };
  readonly token: string;
  readonly url: string;
  readonly uri: string;
  readonly code: string | null;
  /** The QR code of the URI. */
  readonly qrSvg: string;
  /** Whether our own client was built, and the browser can be the app. */
  readonly hasClient: boolean;
}

/** The page of an invite: who invites to what, and every way to use it. */
export function joinInvitePage(frame: Frame, view: InviteView): Markup {
  const words = joinWords[frame.language];
  const title = words.title(view.room);
  const main = html`
<div class="intro">
<h1>${title}</h1>
${view.description && html`<p class="description">${view.description}</p>`}
</div>
<section class="card" aria-labelledby="ways">
<h2 id="ways" class="unseen">${words.ways}</h2>
<div class="join">
<div class="stack">
${facts(frame, view)}
${
  view.hasClient &&
  html`<div class="stack tight"><p><a class="button wide" href="${clientLink(frame, view.url)}">${words.open}</a></p>
<p class="soft">${words.openHint}</p></div>`
}
<p><a class="button wide${view.hasClient && ' quiet'}" href="${view.uri}">${words.openInApp}</a></p>
</div>
${qrFigure(view.qrSvg, words.qrLabel, words.qrCaption)}
</div>
<details>
<summary>${words.other}</summary>
<div class="stack more">
${copyField(frame, 'link', { label: words.link, value: view.url, button: words.copy, hint: words.linkHint })}
${view.code !== null && copyField(frame, 'code', { label: words.codeLabel, value: view.code, button: words.copyCode })}
<p><a href="${inviteLink(frame, '/join-fallback', view.token)}">${words.noApp}</a></p>
<p><a href="${inviteLink(frame, '/join-manually', view.token)}">${words.manually}</a></p>
</div>
</details>
</section>`;
  return layout({ title, main, frame });
}

function facts({ language }: Frame, { invite, maker }: InviteView): Markup {
  const words = joinWords[language];
  const by = maker.kind === 'alias' ? `@${maker.alias}` : words.makers[maker.kind];
  const { expiresAt, usesLeft } = invite;
  return html`<dl class="facts">
<div><dt>${words.by}</dt><dd>${by}</dd></div>
<div><dt>${words.as}</dt><dd>${words.roles[invite.role]}</dd></div>
${expiresAt !== null && html`<div><dt>${words.until}</dt><dd>${time(language, expiresAt)}</dd></div>`}
${usesLeft > 1 && html`<div><dt>${words.usesLeft}</dt><dd>${usesLeft.toLocaleString(language)}</dd></div>`}
</dl>`;
}

/** In UTC: without script nobody knows where the reader is. */
function time(language: string, at: number): Markup {
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return html`<time datetime="${new Date(at).toISOString()}">${format.format(at)} UTC</time>`;
}
