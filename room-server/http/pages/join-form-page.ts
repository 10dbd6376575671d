import { html } from 'hono/html';
import { type Frame, linkTo } from '../frame.ts';
import { joinFormWords } from '../languages/join-form-words.ts';
import { inviteLink } from './join-elements.ts';
import { layout, type Markup } from './layout.ts';

/** The form of who uses an invite by hand. */
export interface JoinForm {
  readonly room: string;
  readonly token: string;
  /** What was typed and is no id. */
  readonly wrongId?: string;
}

/** The page where an id is typed by hand, for apps that open neither links nor codes. */
export function joinFormPage(frame: Frame, { room, token, wrongId }: JoinForm): Markup {
  const words = joinFormWords[frame.language];
  const isWrong = wrongId !== undefined;
  const described = html`aria-describedby="${isWrong ? 'id-error ' : ''}id-hint"${isWrong && html` aria-invalid="true"`}`;
  const main = html`
<div class="intro">
<h1>${words.manualTitle}</h1>
<p class="lead">${words.manualLead(room)}</p>
</div>
<form class="card stack" method="post" action="${linkTo(frame, '/invite/consume')}" novalidate>
${isWrong && html`<p class="notice" role="alert">${words.notYet}</p>`}
<input type="hidden" name="invite" value="${token}">
<div class="field">
<label for="id">${words.id}</label>
<p class="soft" id="id-hint">${words.idHint}</p>
<input id="id" name="id" class="code" ${described} autocomplete="off" autocapitalize="none" spellcheck="false" required autofocus value="${wrongId ?? ''}">
${isWrong && html`<p class="error" id="id-error">${words.idWrong}</p>`}
</div>
<p><button class="wide" type="submit">${words.join}</button></p>
</form>
<p class="after"><a href="${inviteLink(frame, '/join', token)}">${words.back}</a></p>`;
  return layout({ title: words.manualTitle, main, narrow: true, frame });
}
