import { html } from 'hono/html';
import { DESCRIPTION_MAX_CHARS, NAME_MAX_CHARS } from '../../rooms/naming.ts';
import type { WebBuild } from '../web/web-build.ts';
import { layout, type Markup } from './layout.ts';

/** What is wrong with the form, by its fields. */
export type ClaimProblems = Readonly<Partial<Record<ClaimField, string>>>;

/** The form as it was filled in. */
export type ClaimForm = Readonly<Partial<Record<ClaimField, string>>> & {
  readonly problems?: ClaimProblems | undefined;
};

type ClaimField = 'name' | 'description' | 'code' | 'owner';

interface FieldText {
  readonly label: string;
  readonly hint: string;
  readonly optional?: boolean;
}

const FIELDS: Readonly<Record<ClaimField, FieldText>> = {
  name: { label: 'Room name', hint: `Up to ${NAME_MAX_CHARS} characters. Everyone sees it.` },
  description: {
    label: 'Description',
    hint: `What the room is for, in up to ${DESCRIPTION_MAX_CHARS.toLocaleString('en')} characters.`,
    optional: true,
  },
  code: { label: 'Claim code', hint: 'The server printed it when it was started. It works once.' },
  owner: {
    label: 'Your SSB id',
    hint: 'Makes you the owner. It starts with @, and your app shows it.',
    optional: true,
  },
};

/** The page of a room that nobody has named yet: its form, with what is wrong beside each field. */
export function claimPage(form: ClaimForm = {}, web: WebBuild | null = null): Markup {
  const problems = form.problems ?? {};
  const [first] = Object.keys(problems);
  const title = first === undefined ? 'Name your room' : 'Not yet: name your room';
  const attributes = (field: ClaimField) => attributesOf(field, problems, field === (first ?? 'name'));
  const main = html`
<div class="intro">
<h1>Name your room</h1>
<p class="lead">This room is new. Give it a name, and it is open.</p>
</div>
<form class="card stack" method="post" action="/claim" novalidate>
${first !== undefined && html`<p class="notice" role="alert">The room is not open yet: see what is marked below.</p>`}
${field('name', problems, html`<input ${attributes('name')} autocomplete="off" required value="${form.name ?? ''}">`)}
${field(
  'description',
  problems,
  html`<textarea ${attributes('description')} rows="4">
${form.description ?? ''}</textarea>`,
)}
${field(
  'code',
  problems,
  html`<input ${attributes('code')} class="code" autocomplete="off" autocapitalize="none" spellcheck="false" required value="${form.code ?? ''}">`,
)}
${field(
  'owner',
  problems,
  html`<input ${attributes('owner')} class="code" autocomplete="off" autocapitalize="none" spellcheck="false" value="${form.owner ?? ''}">`,
)}
<p><button class="wide" type="submit">Start room</button></p>
</form>`;
  return layout({ title, main, narrow: true, web });
}

function field(name: ClaimField, problems: ClaimProblems, input: Markup): Markup {
  const { label, hint, optional } = FIELDS[name];
  const problem = problems[name];
  return html`<div class="field">
<label for="${name}">${label}</label>
<p class="soft" id="${name}-hint">${optional && 'Optional. '}${hint}</p>
${input}
${problem !== undefined && html`<p class="error" id="${name}-error">${problem}</p>`}
</div>`;
}

function attributesOf(name: ClaimField, problems: ClaimProblems, focused: boolean): Markup {
  const wrong = problems[name] !== undefined;
  return html`id="${name}" name="${name}" aria-describedby="${wrong ? `${name}-error ` : ''}${name}-hint"${wrong && html` aria-invalid="true"`}${focused && html` autofocus`}`;
}
