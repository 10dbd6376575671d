import { html } from 'hono/html';
import type { Frame } from '../frame.ts';
import { layoutWords } from '../languages/layout-words.ts';
import { problemWords } from '../languages/problem-words.ts';
import { layout, type Markup } from './layout.ts';

/** What happened. */
interface Told {
  readonly status: number;
  /** In English, as programs get it. */
  readonly sentence: string;
  /** The same in the language of the page, where it has words for it. */
  readonly told?: string;
}

/** The page of a request that was not answered as asked: what happened, and the way back. */
export function problemPage({ status, sentence, told }: Told, frame: Frame): Markup {
  const { titles, otherwise } = problemWords[frame.language];
  const title = titles[status] ?? otherwise;
  const main = html`
<div class="intro">
<h1>${title}</h1>
${told === undefined ? html`<p class="lead" lang="en">${sentence}</p>` : html`<p class="lead">${told}</p>`}
</div>
<p><a class="button" href="${frame.home}">${layoutWords[frame.language].goToRoom}</a></p>`;
  return layout({ title, main, narrow: true, frame });
}
