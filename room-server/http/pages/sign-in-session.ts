import type { FeedId, Role } from '@open-rooms/protocol';
import { html } from 'hono/html';
import type { Session } from '../../signin/sessions.ts';
import { browserName } from '../browser-name.ts';
import { type Frame, linkTo } from '../frame.ts';
import type { Language } from '../language.ts';
import { signInWords } from '../languages/sign-in-words.ts';
import { layout, type Markup } from './layout.ts';

/** What somebody sees of themselves. */
export interface OwnPage {
  readonly id: FeedId;
  readonly role: Role;
  readonly sessions: readonly Session[];
  /** The session of this browser. */
  readonly current: string;
  /** Whether they may invite. */
  readonly mayInvite: boolean;
}

/** The page of whoever is signed in: who they are, what they may do here, and with which browsers they are. */
export function sessionPage(frame: Frame, { id, role, sessions, current, mayInvite }: OwnPage): Markup {
  const words = signInWords[frame.language].session;
  const main = html`
<div class="intro">
<h1>${words.title}</h1>
</div>
<div class="stack">
<section class="card stack">
<dl>
<div><dt>${words.as}</dt><dd><code>${id}</code></dd></div>
<div><dt>${words.role}</dt><dd>${words.roles[role]}</dd></div>
</dl>
<h2>${words.may}</h2>
${mayInvite && html`<p><a class="button" href="${linkTo(frame, '/create-invite')}">${words.invite}</a></p>`}
<p><a href="${linkTo(frame, '/')}">${words.room}</a></p>
</section>
<section class="card stack" aria-labelledby="browsers">
<h2 id="browsers">${words.browsers}</h2>
<ul class="sessions">
${sessions.map((session) => row(frame, session, session.id === current))}
</ul>
<form method="post" action="${linkTo(frame, '/session/revoke')}">
<input type="hidden" name="id" value="all">
<button class="quiet" type="submit">${words.everywhere}</button>
</form>
</section>
</div>`;
  return layout({ title: words.title, main, narrow: true, frame });
}

function row(
  frame: Frame,
  { id, agent, createdAt, lastUsedAt, expiresAt }: Session,
  isCurrent: boolean,
): Markup {
  const words = signInWords[frame.language].session;
  const { language } = frame;
  const name = agent === '' ? words.unknown : browserName(agent);
  const label = isCurrent ? words.out : words.revokeThat(name);
  return html`<li class="stack">
<p><span class="label">${isCurrent && `${words.current} `}</span>${name}</p>
<p class="soft">${words.since} ${time(language, createdAt)} · ${words.used} ${time(language, lastUsedAt)} · ${words.until} ${time(language, expiresAt)}</p>
<form method="post" action="${linkTo(frame, '/session/revoke')}">
<input type="hidden" name="id" value="${id}">
<button class="quiet" type="submit" aria-label="${label}">${isCurrent ? words.out : words.revoke}</button>
</form>
</li>`;
}

/** Pages work without script, so the time is one that everybody has. */
function time(language: Language, at: number): Markup {
  const text = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return html`<time datetime="${new Date(at).toISOString()}">${text.format(at)} UTC</time>`;
}
