import { html } from 'hono/html';
import type { Frame } from '../frame.ts';
import { LANGUAGE_NAMES, layoutWords } from '../languages/layout-words.ts';
import type { WebBuild } from '../web/web-build.ts';

/** A piece of a page; what templates put into it is escaped. */
export type Markup = ReturnType<typeof html>;

/** What stands in the frame that all pages share. */
export interface Page {
  readonly title: string;
  readonly main: Markup;
  /** Forms and short pages read better in a narrow column. */
  readonly narrow?: boolean;
  /** The page that takes over where script runs (spec/web-client.md); without it this one is all there is. */
  readonly web?: WebBuild | null;
  readonly frame: Frame;
}

/** A whole page: works without script, and loads nothing from elsewhere. */
export function layout({ title, main, narrow = false, web = null, frame }: Page): Markup {
  return html`<!doctype html>
<html lang="${frame.language}" data-state="${web === null ? 'ready' : 'loading'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css">
<script type="module" src="/assets/copy.js"></script>
${web !== null && webTags(web)}
</head>
<body>
<main class="${narrow ? 'narrow' : ''}">
${main}
</main>
${footer(frame)}
</body>
</html>
`;
}

function footer({ language, versions, notices }: Frame): Markup {
  const words = layoutWords[language];
  return html`<footer>
<p class="product"><img src="/assets/icon.svg" alt="" width="20" height="20">${words.product}</p>
${
  notices.length > 0 &&
  html`<nav aria-label="${words.aboutRoom}"><ul>
${notices.map((notice) => html`<li><a href="${notice.href}"${notice.language !== undefined && html` lang="${notice.language}"`}>${notice.title}</a></li>`)}
</ul></nav>`
}
${
  versions.length > 0 &&
  html`<nav aria-label="${words.languages}"><ul>
${versions.map((version) => languageLink(version, language))}
</ul></nav>`
}
</footer>`;
}

function languageLink({ language, href }: Frame['versions'][number], shown: string): Markup {
  const name = LANGUAGE_NAMES[language];
  if (language === shown)
    return html`<li><a href="${href}" aria-current="true" hreflang="${language}">${name}</a></li>`;
  return html`<li><a href="${href}" lang="${language}" hreflang="${language}">${name}</a></li>`;
}

function webTags({ script, styles, preloads }: WebBuild): Markup {
  return html`<link rel="manifest" href="/app.webmanifest">
<link rel="apple-touch-icon" href="/app/icon-192.png">
${styles.map((name) => html`<link rel="stylesheet" href="/app/${name}">\n`)}
${preloads.map((name) => html`<link rel="modulepreload" href="/app/${name}">\n`)}
<script type="module" src="/app/${script}"></script>`;
}
