import { StartError } from '../../running-server.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?$/;
const DATE_OF_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Reads how long something is to hold: `30m`, `12h`, `7d`, `2w`.
 * @param flag how it was given, for the sentence
 * @returns milliseconds
 * @throws StartError `bad-usage`
 */
export function readDuration(text: string, flag: string): number {
  const ms = durationOf(text);
  if (ms !== undefined) return ms;
  throw badTime(text, flag, 'it is a time such as 30m, 12h, 7d or 2w');
}

/**
 * Reads a date, of this machine's time zone where it names none.
 * @returns milliseconds since 1970
 * @throws StartError `bad-usage`
 */
export function readDate(text: string, flag: string): number {
  const at = dateOf(text);
  if (at !== undefined) return at;
  throw badTime(text, flag, 'it is a date such as 2026-10-06 or "2026-10-06 14:30"');
}

/**
 * Reads a date, or how far away it is.
 * @param from what a length is added to, with `sign`
 * @throws StartError `bad-usage`
 */
export function readMoment(text: string, flag: string, from: number, sign: 1 | -1): number {
  const length = durationOf(text);
  const at = length === undefined ? dateOf(text) : from + sign * length;
  if (at !== undefined && at >= 0) return at;
  throw badTime(
    text,
    flag,
    'it is a time such as 12h or 7d, or a date such as 2026-10-06 or "2026-10-06 14:30"',
  );
}

/** `2026-10-06`, where this machine is. */
export function localDate(at: number): string {
  const date = new Date(at);
  return [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
}

/** `2026-10-06 14:30`, where this machine is. */
export function localMinute(at: number): string {
  const date = new Date(at);
  return `${localDate(at)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `2026-10-06 14:30:05`, where this machine is. */
export function localSecond(at: number): string {
  return `${localMinute(at)}:${two(new Date(at).getSeconds())}`;
}

function durationOf(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const ms = UNIT_MS[unit];
  return count === undefined || ms === undefined || Number(count) === 0 ? undefined : Number(count) * ms;
}

function dateOf(text: string): number | undefined {
  if (DATE_OF_ZONE.test(text)) {
    const at = Date.parse(text.replace(' ', 'T'));
    return Number.isNaN(at) ? undefined : at;
  }
  const found = DATE.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  const date = new Date(year, month - 1, day, hour, minute, second);
  // What there is no such day or hour of, JavaScript takes for another.
  const isReal =
    date.getMonth() === month - 1 && date.getDate() === day && hour < 24 && minute < 60 && second < 60;
  return isReal ? date.getTime() : undefined;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function badTime(text: string, flag: string, what: string): StartError {
  return new StartError('bad-usage', `Cannot use ${JSON.stringify(text)} for ${flag}: ${what}.`);
}
