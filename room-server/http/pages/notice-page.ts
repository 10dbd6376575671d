import { html, raw } from 'hono/html';
import { type Frame, linkTo } from '../frame.ts';
import { layoutWords } from '../languages/layout-words.ts';
import { noticeWords } from '../languages/notice-words.ts';
import { layout, type Markup } from './layout.ts';

/** A notice as it is shown. */
export interface NoticeView {
  readonly title: string;
  readonly titleLanguage: string;
  /** The language that it is written in. */
  readonly language: string;
  /** Rendered, and safe. */
  readonly content: string;
  /** Whether the page's own language is another one: then it says so. */
  readonly isOther: boolean;
  /** The languages in which it is written besides. */
  readonly others: readonly string[];
}

/** The page of a notice. */
export function noticePage(name: string, notice: NoticeView, frame: Frame): Markup {
  const words = noticeWords[frame.language];
  const { title, titleLanguage, language, content, isOther, others } = notice;
  const main = html`
<article class="stack">
<h1 lang="${titleLanguage}">${title}</h1>
${isOther && html`<p class="soft">${words.otherLanguage(languageName(language, frame))}</p>`}
<div class="card prose" lang="${language}">
${raw(content)}
</div>
${
  others.length > 0 &&
  html`<p class="soft">${words.inLanguages} ${others.map(
    (other, index) =>
      html`${index > 0 && ', '}<a href="/notice/${name}?lang=${other}" hreflang="${other}">${languageName(other, frame)}</a>`,
  )}</p>`
}
</article>
<p class="after"><a href="${frame.home}">${layoutWords[frame.language].goToRoom}</a></p>`;
  return layout({ title, main, narrow: true, frame });
}

/** The list of notices. */
export function noticesPage(room: string, frame: Frame): Markup {
  const words = noticeWords[frame.language];
  const main = html`
<div class="intro">
<h1>${words.listTitle}</h1>
<p class="lead">${frame.notices.length > 0 ? words.listLead(room) : words.none}</p>
</div>
${
  frame.notices.length > 0 &&
  html`<ul class="card rows">
${frame.notices.map(({ title, href, language }) => html`<li><a href="${href}"${language !== undefined && html` lang="${language}"`}>${title}</a></li>`)}
</ul>`
}
<p class="after"><a class="button" href="${linkTo(frame, '/')}">${layoutWords[frame.language].goToRoom}</a></p>`;
  return layout({ title: words.listTitle, main, narrow: true, frame });
}

/** What a language is called, in that of the page; its tag where that is not known. */
function languageName(tag: string, { language }: Frame): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag;
}
