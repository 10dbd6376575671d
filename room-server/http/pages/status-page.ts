import { html } from 'hono/html';
import { type Frame, linkTo } from '../frame.ts';
import { layoutWords } from '../languages/layout-words.ts';
import { statusWords } from '../languages/status-words.ts';
import type { PublicStatus } from '../public-status.ts';
import { layout, type Markup } from './layout.ts';

/** Units of a time that has passed, the largest first, in seconds. */
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Whether the server is well, for people. */
export function statusPage(status: PublicStatus, frame: Frame): Markup {
  const words = statusWords[frame.language];
  const { name, since, uptime, version, online, certificateDays } = status;
  const main = html`
<div class="intro">
<h1>${words.title}</h1>
<p class="lead">${words[status.status]}</p>
</div>
<dl class="card facts">
${name !== null && row(words.room, name)}
${row(words.since, html`<time datetime="${since}">${written(since, frame)}</time>`)}
${row(words.runs, passed(uptime, frame))}
${row(words.version, version)}
${online !== null && row(words.online, online)}
${certificateDays !== null && row(words.certificate, words.days(certificateDays))}
${row(words.programs, html`<a href="/status.json">/status.json</a>`)}
</dl>
<p class="after"><a class="button" href="${linkTo(frame, '/')}">${layoutWords[frame.language].goToRoom}</a></p>`;
  return layout({ title: words.title, main, narrow: true, frame });
}

function row(label: string, value: string | number | Markup): Markup {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

/** In universal time, which is the same for everybody who reads it. */
function written(since: string, { language }: Frame): string {
  const format = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(language, format).format(new Date(since))} UTC`;
}

function passed(seconds: number, { language }: Frame): string {
  const [unit, length] = UNITS.find(([, size]) => seconds >= size) ?? ['second', 1];
  const format = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(language, format).format(Math.floor(seconds / length));
}
