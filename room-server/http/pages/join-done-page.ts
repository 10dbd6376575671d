import { html } from 'hono/html';
import type { Frame } from '../frame.ts';
import { joinFormWords } from '../languages/join-form-words.ts';
import { joinWords } from '../languages/join-words.ts';
import { clientLink, copyField } from './join-elements.ts';
import { layout, type Markup } from './layout.ts';

/** The page of who has used an invite by hand: the address that their app needs now. */
export function joinDonePage(
  frame: Frame,
  {
    room,
    net,
    ws,
    hasClient,
  }: { readonly room: string; net: string; ws: string; readonly hasClient: boolean },
): Markup {
  const words = joinFormWords[frame.language];
  const title = words.doneTitle(room);
  const main = html`
<div class="intro">
<h1>${title}</h1>
<p class="lead">${words.doneLead}</p>
</div>
<section class="card stack" aria-label="${words.address}">
${copyField(frame, 'net', { label: words.address, value: net, button: words.copy })}
${copyField(frame, 'ws', { label: words.wsAddress, value: ws, button: words.copy })}
</section>
${hasClient && html`<p class="after"><a href="${clientLink(frame)}">${joinWords[frame.language].open}</a></p>`}`;
  return layout({ title, main, narrow: true, frame });
}
