import { html, raw } from 'hono/html';
import type { RoomDescription } from '../description.ts';
import { type Frame, linkTo } from '../frame.ts';
import { layoutWords } from '../languages/layout-words.ts';
import { roomWords } from '../languages/room-words.ts';
import type { WebBuild } from '../web/web-build.ts';
import { layout, type Markup } from './layout.ts';

/** What the page of a room is made from. */
export interface RoomView {
  readonly room: RoomDescription;
  /** Whether whoever looks has just opened it. */
  readonly isNew: boolean;
  /** Whether visitors may make invites themselves. */
  readonly invites: boolean;
  /** What the room says of itself as a notice, rendered; it stands for its plain description. */
  readonly about: { readonly content: string; readonly language: string } | null;
  /** The QR code of the room's ssb URI, as SVG. */
  readonly qrSvg: string;
  /** Whether it goes over plain HTTP to another machine. */
  readonly isPlain: boolean;
}

/** The page of a room for whoever comes by the website: what it is, who is there, and every way in. */
export function roomPage(view: RoomView, web: WebBuild | null, frame: Frame): Markup {
  const { room, isPlain } = view;
  const { mode } = room;
  const words = roomWords[frame.language];
  const title = room.name ?? words.someRoom;
  const main = html`
${view.isNew && opened(room, frame)}
<div class="intro">
<h1>${title}</h1>
<p class="mode">${words.modes[mode]}</p>
${room.listed ? online(room, frame) : html`<p class="lead">${words.unlisted}</p>`}
${about(view)}
</div>
<section class="card" aria-labelledby="join">
<div class="join">
<div class="stack">
<h2 id="join">${words.comeIn}</h2>
<p>${words.ways[mode]}</p>
<p><a class="button" href="${room.ssbUri}">${words.openInApp}</a></p>
${mode === 'open' && invite(room.invite, frame)}
<p class="soft">${words.hostName} <code>${room.host}</code></p>
${links(view, frame)}
</div>
${qr(view.qrSvg, frame)}
</div>
${addresses(room, frame)}
</section>
${isPlain && plain(frame)}`;
  return layout({ title, main, web, frame });
}

function opened({ mode }: RoomDescription, { language }: Frame): Markup {
  const words = roomWords[language];
  return html`<p class="good" role="status"><strong>${words.opened}</strong> ${words.openedNext[mode]}</p>`;
}

function about({ about, room }: RoomView): Markup | false {
  if (about !== null)
    return html`<div class="description prose" lang="${about.language}">
${raw(about.content)}
</div>`;
  return (
    room.description !== null &&
    room.description !== '' &&
    html`<p class="description">${room.description}</p>`
  );
}

/** Nobody is asked to be the first in a room that they cannot just enter. */
function online({ online: count, mode }: RoomDescription, { language }: Frame): Markup {
  const words = roomWords[language];
  if (count === 0) return html`<p class="online">${mode === 'open' ? words.nobody : words.nobodyNow}</p>`;
  return html`<p class="online some">${words.online(count)}</p>`;
}

function invite(text: string, { language }: Frame): Markup {
  const words = roomWords[language];
  return html`<div class="field">
<label for="invite">${words.invite}</label>
<div class="copy">
<input id="invite" class="code" readonly value="${text}" aria-describedby="invite-hint">
<button class="quiet" type="button" data-copies="invite" data-status="copied" data-copied="${words.copied}" data-not-copied="${layoutWords[language].notCopied}" hidden>${words.copyLink}</button>
</div>
<p class="soft" id="invite-hint">${words.inviteHint}</p>
<p class="soft status" id="copied" role="status"></p>
</div>`;
}

function links({ invites }: RoomView, frame: Frame): Markup {
  const words = roomWords[frame.language];
  return html`<ul class="links">
${invites && html`<li><a href="${linkTo(frame, '/create-invite')}">${words.makeInvite}</a></li>`}
<li><a href="${linkTo(frame, '/login')}">${words.signIn}</a></li>
</ul>`;
}

function qr(svg: string, { language }: Frame): Markup {
  const words = roomWords[language];
  return html`<figure class="qr">
<div role="img" aria-label="${words.qrLabel}">${raw(svg)}</div>
<figcaption class="soft">${words.qrCaption}</figcaption>
</figure>`;
}

function addresses(room: RoomDescription, { language }: Frame): Markup {
  const words = roomWords[language];
  return html`<details>
<summary>${words.addresses}</summary>
<dl>
<div><dt>${words.roomId}</dt><dd><code>${room.roomId}</code></dd></div>
${room.addresses.map((address) => html`<div><dt>${address.startsWith('net:') ? words.forApps : words.forBrowsers}</dt><dd><code>${address}</code></dd></div>`)}
</dl>
</details>`;
}

/** What browsers keep from a page that did not come over https, and how that is mended. */
function plain({ language }: Frame): Markup {
  const { plain, plainOr, domain } = roomWords[language];
  return html`<p class="soft plain">${plain} <code>open-rooms start --domain ${domain}</code>, ${plainOr} <code>--tls self-signed</code>.</p>`;
}
