import { html } from 'hono/html';
import { DESCRIPTION_MAX_CHARS, NAME_MAX_CHARS } from '../../rooms/naming.ts';
import type { Frame } from '../frame.ts';
import { claimWords } from '../languages/claim-words.ts';
import type { WebBuild } from '../web/web-build.ts';
import { layout, type Markup } from './layout.ts';

/** What is wrong with the form, by its fields: sentences in English. */
export type ClaimProblems = Readonly<Partial<Record<ClaimField, string>>>;

/** The form as it was filled in. */
export type ClaimForm = Readonly<Partial<Record<ClaimField, string>>> & {
  readonly problems?: ClaimProblems | undefined;
};

type ClaimField = 'name' | 'description' | 'code' | 'owner';

interface FieldText {
  readonly label: string;
  readonly hint: string;
}

/** The page of a room that nobody has named yet: its form, with what is wrong beside each field. */
export function claimPage(form: ClaimForm, frame: Frame, web: WebBuild | null = null): Markup {
  const words = claimWords[frame.language];
  const problems = form.problems ?? {};
  const [first] = Object.keys(problems);
  const attributes = (field: ClaimField) => attributesOf(field, problems, field === (first ?? 'name'));
  const field = (name: ClaimField, input: Markup) => fieldOf(name, problems, input, frame);
  const main = html`
<div class="intro">
<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
</div>
<form class="card stack" method="post" action="/claim${frame.isForced && `?lang=${frame.language}`}" novalidate>
${first !== undefined && html`<p class="notice" role="alert">${words.notYet}</p>`}
${field('name', html`<input ${attributes('name')} autocomplete="off" required value="${form.name ?? ''}">`)}
${field(
  'description',
  html`<textarea ${attributes('description')} rows="4">
${form.description ?? ''}</textarea>`,
)}
${field(
  'code',
  html`<input ${attributes('code')} class="code" autocomplete="off" autocapitalize="none" spellcheck="false" required value="${form.code ?? ''}">`,
)}
${field(
  'owner',
  html`<input ${attributes('owner')} class="code" autocomplete="off" autocapitalize="none" spellcheck="false" value="${form.owner ?? ''}">`,
)}
<p><button class="wide" type="submit">${words.start}</button></p>
</form>`;
  const title = first === undefined ? words.title : words.notYetTitle;
  return layout({ title, main, narrow: true, web, frame });
}

function textOf(name: ClaimField, { language }: Frame): FieldText {
  const words = claimWords[language];
  const optional = (hint: string) => `${words.optional} ${hint}`;
  switch (name) {
    case 'name':
      return { label: words.name, hint: words.nameHint(NAME_MAX_CHARS) };
    case 'description':
      return { label: words.description, hint: optional(words.descriptionHint(DESCRIPTION_MAX_CHARS)) };
    case 'code':
      return { label: words.code, hint: words.codeHint };
    case 'owner':
      return { label: words.owner, hint: optional(words.ownerHint) };
  }
}

function fieldOf(name: ClaimField, problems: ClaimProblems, input: Markup, frame: Frame): Markup {
  const { label, hint } = textOf(name, frame);
  const problem = problems[name];
  return html`<div class="field">
<label for="${name}">${label}</label>
<p class="soft" id="${name}-hint">${hint}</p>
${input}
${problem !== undefined && html`<p class="error" id="${name}-error" lang="en">${problem}</p>`}
</div>`;
}

function attributesOf(name: ClaimField, problems: ClaimProblems, focused: boolean): Markup {
  const wrong = problems[name] !== undefined;
  return html`id="${name}" name="${name}" aria-describedby="${wrong ? `${name}-error ` : ''}${name}-hint"${wrong && html` aria-invalid="true"`}${focused && html` autofocus`}`;
}
