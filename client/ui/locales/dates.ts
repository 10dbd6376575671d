import { language } from './language.ts';

/** In milliseconds. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A time of day: `14:05`, as the language writes it. */
export function writeTime(ms: number): string {
  return new Intl.DateTimeFormat(region(), { timeStyle: 'short' }).format(ms);
}

/** A day: `Monday, 3 March`. */
export function writeDay(ms: number): string {
  return new Intl.DateTimeFormat(region(), { weekday: 'long', day: 'numeric', month: 'long' }).format(ms);
}

/** A moment in full, for who wants to know exactly. */
export function writeMoment(ms: number): string {
  return new Intl.DateTimeFormat(region(), { dateStyle: 'full', timeStyle: 'short' }).format(ms);
}

/** How long ago something was: `5 minutes ago`, `yesterday`. */
export function writeAgo(ms: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  const past = Math.max(0, now - ms);
  if (past < HOUR) return format.format(-Math.round(past / MINUTE), 'minute');
  if (past < DAY) return format.format(-Math.round(past / HOUR), 'hour');
  return format.format(-Math.round(past / DAY), 'day');
}

/** The language of the page as it is written where the person lives, if their browser says: clocks differ there. */
function region(): string {
  const shown = language();
  return navigator.languages.find((each) => each.split('-')[0] === shown) ?? shown;
}
