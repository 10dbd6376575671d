import { Refused, type SealedEntry } from '@open-rooms/protocol';

/** A column of a table of entries. */
export interface Column {
  readonly title: string;
  /** Characters that it is wide in a sheet. */
  readonly width: number;
  readonly text: (entry: SealedEntry) => string;
  /** Milliseconds since 1970 that stand for its date, read as if it were UTC; only of columns of dates. */
  readonly date?: (entry: SealedEntry) => number;
}

/** What a table of entries shows, for people: what proves it is in the JSON. */
export function columnsOf(timeZone: string): readonly Column[] {
  const local = localTimes(timeZone);
  return [
    { title: 'id', width: 8, text: ({ id }) => String(id) },
    {
      title: 'date (UTC)',
      width: 20,
      text: ({ at }) => isoTime(at),
      date: ({ at }) => at,
    },
    {
      title: `date (${timeZone})`,
      width: 20,
      text: ({ at }) => isoTime(local(at)).slice(0, 19).replace('T', ' '),
      date: ({ at }) => local(at),
    },
    { title: 'event', width: 22, text: ({ event }) => event },
    { title: 'user', width: 56, text: ({ by }) => by },
    { title: 'address', width: 18, text: ({ address }) => address ?? '' },
    { title: 'subject', width: 56, text: ({ subject }) => subject },
    { title: 'message', width: 60, text: ({ message }) => message },
    { title: 'reason', width: 40, text: ({ reason }) => reason },
  ];
}

/** Latest moment of a JavaScript date, in milliseconds. */
const LATEST_TIME = 8.64e15;

function isoTime(at: number): string {
  return Math.abs(at) <= LATEST_TIME ? new Date(at).toISOString() : String(at);
}

/**
 * Turns a moment into the one that has, in UTC, the date and time of that moment in the zone.
 * @throws Refused `bad-argument` where there is no such zone
 */
function localTimes(timeZone: string): (at: number) => number {
  const format = dateFormat(timeZone);
  return (at) => {
    if (Math.abs(at) > LATEST_TIME) return at;
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    return Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
  };
}

function dateFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new Refused(
      'bad-argument',
      `Cannot show times of "${timeZone}": say a time zone such as "Europe/Berlin".`,
    );
  }
}
