/** What a log needs to know of a message to place it. */
export interface Placed {
  readonly id: string;
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly mine: boolean;
}

/** One line of a log: a message, or what stands between two. */
export type LogItem<E extends Placed> =
  /** The first message of a day follows. */
  | { readonly kind: 'day'; readonly id: string; readonly at: number }
  /** What follows had not been read when the log was opened. */
  | { readonly kind: 'new'; readonly id: 'new' }
  /** `isFirst`: the author is named. Others of the same author follow closely, and need no name. */
  | { readonly kind: 'message'; readonly id: string; readonly entry: E; readonly isFirst: boolean };

/** A pause after which an author is named again. */
const GROUP_MS = 5 * 60_000;

/**
 * The lines of a log.
 * @param entries oldest first
 * @param firstNew the id of the first message above which "new" stands
 */
export function logItems<E extends Placed>(entries: readonly E[], firstNew?: string): LogItem<E>[] {
  const items: LogItem<E>[] = [];
  let last: E | undefined;
  for (const entry of entries) {
    const isNewDay = last === undefined || dayOf(last.at) !== dayOf(entry.at);
    const isNew = entry.id === firstNew;
    if (isNewDay) items.push({ kind: 'day', id: `day ${entry.id}`, at: entry.at });
    if (isNew) items.push({ kind: 'new', id: 'new' });
    const isFirst = isNewDay || isNew || last?.author !== entry.author || entry.at - last.at > GROUP_MS;
    items.push({ kind: 'message', id: entry.id, entry, isFirst });
    last = entry;
  }
  return items;
}

/** The message above which "new" stands, where so many are unread: the first of that many last ones of others. */
export function firstUnread(entries: readonly Placed[], unread: number): string | undefined {
  let left = unread;
  for (let index = entries.length - 1; index >= 0 && left > 0; index--) {
    const entry = entries[index];
    if (entry === undefined || entry.mine) continue;
    left--;
    if (left === 0) return entry.id;
  }
  return undefined;
}

/** The part of a list that is rendered: from `start` up to but without `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Lines that are rendered at once: about ten screens, so that nobody scrolls into nothing. */
const SPAN = 240;

/** The lines around one, or the last ones. As many as there are where they are fewer. */
export function spanAround(count: number, index: number | 'end'): Span {
  const middle = index === 'end' ? count : index;
  const start = Math.max(0, Math.min(middle - SPAN / 2, count - SPAN));
  return { start, end: Math.min(count, start + SPAN) };
}

/** Whether a line is so near to an end of a span that another span should be rendered, where there is more. */
export function isNearEnd({ start, end }: Span, count: number, index: number): boolean {
  const margin = SPAN / 6;
  return (start > 0 && index < start + margin) || (end < count && index > end - margin);
}

function dayOf(ms: number): string {
  return new Date(ms).toDateString();
}
