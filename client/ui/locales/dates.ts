import { language } from './language.ts';

/** In milliseconds. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const TIME = { timeStyle: 'short' } as const satisfies Intl.DateTimeFormatOptions;
const DAY_OF_YEAR = {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
} as const satisfies Intl.DateTimeFormatOptions;
const MOMENT = { dateStyle: 'full', timeStyle: 'short' } as const satisfies Intl.DateTimeFormatOptions;

/** A format takes a hundred times as long to make as to use, and a log uses two for each message. */
const formats = new Map<
  Intl.DateTimeFormatOptions,
  { readonly region: string; readonly format: Intl.DateTimeFormat }
>();

/** A time of day: `14:05`, as the language writes it. */
export function writeTime(ms: number): string {
  return written(ms, TIME);
}

/** A day: `Monday, 3 March`. */
export function writeDay(ms: number): string {
  return written(ms, DAY_OF_YEAR);
}

/** A moment in full, for who wants to know exactly. */
export function writeMoment(ms: number): string {
  return written(ms, MOMENT);
}

/** How long ago something was: `5 minutes ago`, `yesterday`. */
export function writeAgo(ms: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  const past = Math.max(0, now - ms);
  if (past < HOUR) return format.format(-Math.round(past / MINUTE), 'minute');
  if (past < DAY) return format.format(-Math.round(past / HOUR), 'hour');
  return format.format(-Math.round(past / DAY), 'day');
}

function written(ms: number, options: Intl.DateTimeFormatOptions): string {
  const now = region();
  const known = formats.get(options);
  if (known?.region === now) return known.format.format(ms);
  const format = new Intl.DateTimeFormat(now, options);
  formats.set(options, { region: now, format });
  return format.format(ms);
}

/** The language of the page as it is written where the person lives, if their browser says: clocks differ there. */
function region(): string {
  const shown = language();
  return navigator.languages.find((each) => each.split('-')[0] === shown) ?? shown;
}
