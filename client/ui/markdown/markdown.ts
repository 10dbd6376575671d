import { signal } from '@preact/signals-core';
import { html, type TemplateResult } from 'lit';
import type { renderMarkdown } from './render-markdown.ts';

/** The parser is loaded once, when the first message is shown that may need it. */
const renderer = signal<typeof renderMarkdown | undefined>(undefined);
let isLoading = false;

/** Anything without one of these is its own Markdown: most of what people say. */
const MARKED = /[*_`~[\]<>#|!\\&]|:\/\/|www\.|@|^\s*(?:[-+]|\d{1,9}[.)])(?:\s|$)/m;

/**
 * The Markdown of a message. Until the parser is there it is shown as it was written; whoever reads it in a rendering
 * renders again then.
 */
export function markdown(text: string): unknown {
  if (!MARKED.test(text)) return plain(text);
  const render = renderer.value;
  if (render !== undefined) return render(text);
  void load();
  return plain(text);
}

/** Lines with nothing between them are paragraphs, as in Markdown. */
function plain(text: string): TemplateResult[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => html`<p>${paragraph}</p>`);
}

async function load(): Promise<void> {
  if (isLoading) return;
  isLoading = true;
  try {
    renderer.value = (await import('./render-markdown.ts')).renderMarkdown;
  } catch {
    // The network is gone: messages are shown as they were written, and the next one tries again.
    isLoading = false;
  }
}
