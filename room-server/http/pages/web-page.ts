import { html } from 'hono/html';
import type { Frame } from '../frame.ts';
import { layoutWords } from '../languages/layout-words.ts';
import { webWords } from '../languages/web-words.ts';
import type { WebBuild } from '../web/web-build.ts';
import { layout, type Markup } from './layout.ts';

/** The page of whatever only script can show: its frame, and for browsers without script the way to what works. */
export function webPage(web: WebBuild, frame: Frame): Markup {
  const main = html`
<div class="intro">
<h1>Open Rooms</h1>
<p class="lead">${webWords[frame.language].needsScript}</p>
</div>
<p><a class="button" href="${frame.home}">${layoutWords[frame.language].goToRoom}</a></p>`;
  return layout({ title: 'Open Rooms', main, narrow: true, web, frame });
}
