import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/**
 * What is not read: boxes to tick and footnotes, whose HTML has English in it and forms without names. HTML stays the
 * text that it is, which is how micromark writes it; so do links of other schemes than the web's and mail's lose them.
 */
const OFF = ['tasklistCheck', 'gfmFootnoteDefinition', 'gfmFootnoteCall', 'gfmPotentialFootnoteCall'];
const SYNTAX = { extensions: [gfm(), { disable: { null: OFF } }], htmlExtensions: [gfmHtml()] };

/** What micromark writes itself: no text of the author's holds a `<`. */
const TAG =
  /<a href="([^"]*)"|<\/a>|<img src="([^"]*)" alt="([^"]*)"(?: title="[^"]*")? \/>|<(\/?)h([1-6])>/g;

/** The deepest heading of HTML. */
const DEEPEST = 6;

/**
 * Renders the Markdown of a notice (CommonMark and GFM) as HTML that is safe to put into a page. Pictures become links,
 * since a page of ours loads nothing from elsewhere; links give nobody away; headings stand one below the page's own.
 */
export function renderMarkdown(markdown: string): string {
  let isInLink = false;
  return micromark(markdown, SYNTAX).replace(
    TAG,
    (tag: string, href?: string, src?: string, alt?: string, end?: string, level?: string) => {
      if (level !== undefined) return `<${end}h${Math.min(DEEPEST, Number(level) + 1)}>`;
      if (src !== undefined) {
        const text = alt === undefined || alt === '' ? src : alt;
        return isInLink ? text : `${anchor(src)}>${text}</a>`;
      }
      isInLink = href !== undefined;
      return href === undefined ? tag : anchor(href);
    },
  );
}

/** The beginning of a link; `href` is written as HTML wants it. */
function anchor(href: string): string {
  return `<a rel="nofollow noopener" href="${href}"`;
}
