import { html } from 'hono/html';
import type { Frame } from '../frame.ts';
import { joinFormWords } from '../languages/join-form-words.ts';
import { clientLink, inviteLink } from './join-elements.ts';
import { layout, type Markup } from './layout.ts';

const MANYVERSE = 'https://www.manyver.se';

/** The apps that an invite can be opened with. */
export function joinAppsPage(
  frame: Frame,
  { token, url, hasClient }: { readonly token: string; readonly url: string; readonly hasClient: boolean },
): Markup {
  const words = joinFormWords[frame.language];
  const has = token !== '';
  const main = html`
<div class="intro">
<h1>${words.appsTitle}</h1>
<p class="lead">${words.appsLead}</p>
</div>
<ul class="card apps">
${
  hasClient &&
  html`<li><h2><a href="${clientLink(frame, has ? url : undefined)}">${words.browser}</a></h2><p class="soft">${words.browserHint}</p></li>`
}
<li><h2><a href="${MANYVERSE}" rel="noreferrer">Manyverse</a></h2><p class="soft">${words.manyverseHint}</p></li>
${
  has &&
  html`<li><h2>${words.terminal}</h2><p class="soft">${words.terminalHint}</p><p><code>open-rooms peer ${url}</code></p></li>`
}
</ul>
${has && html`<p class="after"><a href="${inviteLink(frame, '/join', token)}">${words.back}</a></p>`}`;
  return layout({ title: words.appsTitle, main, narrow: true, frame });
}
