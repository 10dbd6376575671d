import type { FeedId } from '@open-rooms/protocol';
import { html, raw } from 'hono/html';
import { type Frame, linkTo } from '../frame.ts';
import { aliasWords } from '../languages/alias-words.ts';
import { layoutWords } from '../languages/layout-words.ts';
import { keyMark, keyWords } from './key-mark.ts';
import { layout, type Markup } from './layout.ts';

/** Somebody, to a visitor of the web. */
export interface AliasView {
  readonly alias: string;
  readonly id: FeedId;
  /** `@bob@room.example`, by the host that the visitor came by. */
  readonly handle: string;
  /** What the room is called; `null` where it does not tell. */
  readonly room: string | null;
  /** Whether they are in the room; `null` where the visitor may not know. */
  readonly online: boolean | null;
  readonly ssbUri: string;
  /** Where our client rings them; `null` where there is none. */
  readonly ringPath: string | null;
  /** What paths of the room begin with: nothing, where the page stands at the room's own host. */
  readonly origin: string;
}

/** The page of an alias: who that is, whether they are there, and the ways to reach them. */
export function aliasPage(view: AliasView, qrSvg: string, frame: Frame): Markup {
  const words = aliasWords[frame.language];
  const { alias, id, room, online } = view;
  const marked = keyWords(id);
  const roomName = room ?? words.someRoom;
  const main = html`
<div class="intro person">
${keyMark(id, words.keyMark(alias, marked))}
<div class="stack tight">
<h1>@${alias}</h1>
<p class="lead">${words.lead(roomName)}</p>
${online !== null && html`<p class="online${online ? ' some' : ''}">${online ? words.online(alias) : words.offline(alias)}</p>`}
</div>
</div>
<section class="card" aria-labelledby="reach">
<div class="join">
<div class="stack">
<h2 id="reach">${words.connect(alias)}</h2>
${ways(view, frame)}
</div>
<figure class="qr">
<div role="img" aria-label="${words.qrLabel(alias)}">${raw(qrSvg)}</div>
<figcaption class="soft">${words.qrCaption}</figcaption>
</figure>
</div>
${details(view, marked, frame)}
</section>`;
  return layout({ title: words.title(`@${alias}`, roomName), main, frame });
}

function ways({ alias, ringPath, ssbUri }: AliasView, frame: Frame): Markup {
  const words = aliasWords[frame.language];
  const ring =
    ringPath !== null &&
    html`<p><a class="button" href="${linkTo(frame, ringPath)}">${words.ring(alias)}</a></p>
<p class="soft">${words.ringHint}</p>`;
  return html`${ring}
<p><a class="button${ringPath === null ? '' : ' quiet'}" href="${ssbUri}">${words.openInApp}</a></p>
<p class="soft">${words.appHint}</p>`;
}

function details({ id, handle, room, origin }: AliasView, marked: string, frame: Frame): Markup {
  const words = aliasWords[frame.language];
  return html`<details>
<summary>${words.details}</summary>
<dl>
<div><dt>${words.alias}</dt><dd><code>${handle}</code></dd></div>
<div><dt>${words.words}</dt><dd><code>${marked}</code></dd></div>
<div><dt>${words.id}</dt><dd><code>${id}</code></dd></div>
<div><dt>${words.room}</dt><dd><a href="${linkTo(frame, `${origin}/`)}">${room ?? layoutWords[frame.language].goToRoom}</a></dd></div>
</dl>
</details>`;
}

/** Why nobody is shown. */
export interface AliasProblem {
  readonly kind: 'unknown' | 'turned-off' | 'unreadable';
  readonly label: string;
  /** In English, for what has no words of its own. */
  readonly sentence: string;
  /** As in {@link AliasView}. */
  readonly origin: string;
}

/** The page where nobody is shown: why, and what to do. */
export function aliasProblemPage({ kind, label, sentence, origin }: AliasProblem, frame: Frame): Markup {
  const words = aliasWords[frame.language];
  const [title, text] =
    kind === 'turned-off'
      ? [words.turnedOffTitle, words.turnedOffText]
      : [words.unknownTitle(`@${label}`), kind === 'unknown' ? words.unknownText : sentence];
  const main = html`
<div class="intro">
<h1>${title}</h1>
<p class="lead"${kind === 'unreadable' && html` lang="en"`}>${text}</p>
</div>
<p><a class="button" href="${linkTo(frame, `${origin}/`)}">${layoutWords[frame.language].goToRoom}</a></p>`;
  return layout({ title, main, narrow: true, frame });
}
