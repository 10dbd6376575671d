import { html } from 'hono/html';
import { layout, type Markup } from './layout.ts';

const TITLES: Readonly<Record<number, string>> = {
  400: 'This request cannot be read',
  403: 'This is not allowed',
  404: 'There is no such page',
  405: 'This cannot be done here',
  409: 'This room is taken',
  413: 'This is too much',
  429: 'Too many attempts',
  503: 'Not now',
};

/** The page of a request that was not answered as asked: what happened, and the way back. */
export function problemPage({ status, sentence }: { status: number; sentence: string }): Markup {
  const title = TITLES[status] ?? 'Something went wrong';
  const main = html`
<div class="intro">
<h1>${title}</h1>
<p class="lead">${sentence}</p>
</div>
<p><a class="button" href="/">Go to the room</a></p>`;
  return layout({ title, main, narrow: true });
}
