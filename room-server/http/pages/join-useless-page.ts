import { html } from 'hono/html';
import type { UselessReason } from '../../invites/invite-state.ts';
import type { Frame } from '../frame.ts';
import { joinWords } from '../languages/join-words.ts';
import { layout, type Markup } from './layout.ts';

/** The page of an invite that brings nobody in: why, and the way on. `missing` is a link without one. */
export function uselessInvitePage(frame: Frame, reason: UselessReason | 'missing'): Markup {
  const words = joinWords[frame.language];
  const title = words.reasonTitle;
  const main = html`
<div class="intro">
<h1>${title}</h1>
<p class="lead">${reason === 'missing' ? words.noToken : words.reasons[reason]}</p>
</div>
<p><a class="button" href="${frame.home}">${words.goToRoom}</a></p>`;
  return layout({ title, main, narrow: true, frame });
}
