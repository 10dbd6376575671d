import { html, raw } from 'hono/html';
import { type Frame, linkTo } from '../frame.ts';
import { layoutWords } from '../languages/layout-words.ts';
import type { Markup } from './layout.ts';

interface CopyTexts {
  readonly label: string;
  readonly value: string;
  /** What the button says. */
  readonly button: string;
  readonly hint?: string;
}

/** A field to copy from, with a button where script runs. */
export function copyField(frame: Frame, id: string, texts: CopyTexts): Markup {
  const { label, value, button, hint } = texts;
  const { copied, notCopied } = layoutWords[frame.language];
  const status = `${id}-copied`;
  return html`<div class="field">
<label for="${id}">${label}</label>
<div class="copy">
<input id="${id}" class="code" readonly value="${value}"${hint !== undefined && html` aria-describedby="${id}-hint"`}>
<button class="quiet" type="button" data-copies="${id}" data-status="${status}" data-copied="${copied}" data-not-copied="${notCopied}" hidden>${button}</button>
</div>
${hint !== undefined && html`<p class="soft" id="${id}-hint">${hint}</p>`}
<p class="soft status" id="${status}" role="status"></p>
</div>`;
}

export function qrFigure(svg: string, label: string, caption: string): Markup {
  return html`<figure class="qr">
<div role="img" aria-label="${label}">${raw(svg)}</div>
<figcaption class="soft">${caption}</figcaption>
</figure>`;
}

/** The page of the invite itself, and what leads on from it. */
export function inviteLink(frame: Frame, path: string, token: string): string {
  return linkTo(frame, `${path}?invite=${encodeURIComponent(token)}`);
}

/** Our own client, with an invite in the fragment, which browsers tell no server. */
export function clientLink(frame: Frame, invite?: string): string {
  const fragment = invite === undefined ? '' : `#invite=${encodeURIComponent(invite)}`;
  return `${linkTo(frame, '/room')}${fragment}`;
}
