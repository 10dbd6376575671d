import { html } from 'hono/html';
import type { WebBuild } from '../web/web-build.ts';
import { layout, type Markup } from './layout.ts';

/** The page of whatever only script can show: its frame, and for browsers without script the way to what works. */
export function webPage(web: WebBuild): Markup {
  const main = html`
<div class="intro">
<h1>Open Rooms</h1>
<p class="lead">This page needs JavaScript, which is off, or did not load. The room's own page works without it.</p>
</div>
<p><a class="button" href="/">Go to the room</a></p>`;
  return layout({ title: 'Open Rooms', main, narrow: true, web });
}
