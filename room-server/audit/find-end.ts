import {
  type AuditHead,
  type CryptoBackend,
  entryHash,
  type FeedId,
  isHeadOf,
  type SealedEntry,
} from '@open-rooms/protocol';
import type { AuditStore } from '../store/ports/audit.ts';

export interface End {
  /** The entry that the next one follows; `undefined` in a log that is empty. */
  readonly last: { readonly id: number; readonly hash: string } | undefined;
  /** What is not as the room left it. */
  readonly wrong?: string;
  /** Whether the server had not said that it stops: it was killed, or the machine went down. */
  readonly isAbrupt: boolean;
}

/**
 * Where a log goes on. Of entries that the room signed as the last and that are gone, the ids are not given again: the
 * hole stays to be seen.
 */
export async function findEnd(
  crypto: Pick<CryptoBackend, 'sha256' | 'verify'>,
  room: FeedId,
  store: Pick<AuditStore, 'head' | 'newest'>,
): Promise<End> {
  const head = await store.head();
  const [entry] = await store.newest({}, 1);
  const isAbrupt = entry !== undefined && entry.event !== 'server_stop';
  return { ...endOf(crypto, room, head, entry), isAbrupt };
}

function endOf(
  crypto: Pick<CryptoBackend, 'sha256' | 'verify'>,
  room: FeedId,
  head: AuditHead | undefined,
  entry: SealedEntry | undefined,
): Omit<End, 'isAbrupt'> {
  const row = entry && { id: entry.id, hash: entryHash(crypto, entry) };
  if (head === undefined) {
    if (row === undefined) return { last: undefined };
    return {
      last: row,
      wrong: `the room's word for the end of the log was gone; entry ${row.id} was the last`,
    };
  }
  if (!isHeadOf(crypto, room, head))
    return { last: row, wrong: "the word for the end of the log was not the room's" };
  if (row?.id === head.id && row.hash === head.hash) return { last: head };
  if (row !== undefined && row.id > head.id)
    return { last: row, wrong: `entries after ${head.id}, the last, were not the room's` };
  const found = row === undefined ? 'none was there' : `entry ${row.id} was the last, or another`;
  return { last: head, wrong: `the log had ended with entry ${head.id}, but ${found}` };
}
