import { html, raw } from 'hono/html';
import type { RoomDescription } from '../description.ts';
import type { WebBuild } from '../web/web-build.ts';
import { layout, type Markup } from './layout.ts';

/**
 * The page of a room for whoever comes by the website: what it is, who is there, and every way in.
 * @param qrSvg the QR code of the room's ssb URI, as SVG
 * @param isPlain whether it goes over plain HTTP to another machine
 */
export function roomPage(
  room: RoomDescription,
  qrSvg: string,
  web: WebBuild | null,
  isPlain = false,
): Markup {
  const title = room.name ?? 'Room';
  const main = html`
<div class="intro">
<h1>${title}</h1>
${online(room.online)}
${room.description && html`<p class="description">${room.description}</p>`}
</div>
<section class="card" aria-labelledby="join">
<div class="join">
<div class="stack">
<h2 id="join">Come in</h2>
<p>Everyone is welcome. You need an SSB app, such as Manyverse.</p>
<p><a class="button" href="${room.ssbUri}">Open in your SSB app</a></p>
${invite(room.invite)}
<p class="soft">Does your app join by host name? Give it <code>${room.host}</code></p>
</div>
${qr(qrSvg)}
</div>
${addresses(room)}
</section>
${isPlain && PLAIN}`;
  return layout({ title, main, web });
}

/** What browsers keep from a page that did not come over https, and how that is mended. */
const PLAIN = html`<p class="soft plain">Over plain http from another machine browsers allow no screen, camera or microphone and no installing: whoever runs this room mends that with <code>open-rooms start --tls self-signed</code>, or with <code>--tls-cert</code> and <code>--tls-key</code>.</p>`;

function online(count: number): Markup {
  if (count === 0) return html`<p class="online">Nobody is online right now. Be the first.</p>`;
  return html`<p class="online some">${count === 1 ? '1 person is' : `${count} people are`} online now</p>`;
}

function invite(text: string): Markup {
  return html`<div class="field">
<label for="invite">Invite</label>
<div class="copy">
<input id="invite" class="code" readonly value="${text}" aria-describedby="invite-hint">
<button class="quiet" type="button" data-copies="invite" data-status="copied" hidden>Copy link</button>
</div>
<p class="soft" id="invite-hint">Paste it where your app asks for an invite, or pass it on.</p>
<p class="soft status" id="copied" role="status"></p>
</div>`;
}

function qr(svg: string): Markup {
  return html`<figure class="qr">
<div role="img" aria-label="QR code of the room's address">${raw(svg)}</div>
<figcaption class="soft">Scan it to open the room on your phone</figcaption>
</figure>`;
}

function addresses(room: RoomDescription): Markup {
  return html`<details>
<summary>Addresses</summary>
<dl>
<div><dt>Room id</dt><dd><code>${room.roomId}</code></dd></div>
${room.addresses.map((address) => html`<div><dt>${address.startsWith('net:') ? 'For SSB apps' : 'For browsers and apps over WebSocket'}</dt><dd><code>${address}</code></dd></div>`)}
</dl>
</details>`;
}
