import * as v from 'valibot';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { FeedId } from '../identity/feed-id.ts';
import {
  addressHashOf,
  auditOrigin,
  entryHash,
  entrySignatureText,
  type SealedEntry,
  sealedEntrySchema,
} from './entry.ts';
import { type AuditHead, isHeadOf, isSigned } from './head.ts';

type Crypto = Pick<CryptoBackend, 'sha256' | 'verify'>;

/** The event of an entry that says up to which entry addresses were erased: its `subject`, in digits. */
const ADDRESS_ERASE = 'address_erase';

/** The first thing that is wrong with a log. */
export interface AuditFault {
  /** The entry at which it shows; of entries that are missing, the first. */
  readonly id: number;
  /** One sentence in English. */
  readonly why: string;
}

/**
 * Follows a log from its first entry to its end, one entry at a time, and holds none of them. It goes no further than
 * the first fault, for what comes after one proves nothing more.
 */
export class AuditChain {
  readonly #crypto: Crypto;
  readonly #room: FeedId;
  #entries = 0;
  #last: { readonly id: number; readonly hash: string };
  /** The last entry whose address is gone, and the last of those that the log itself says were erased. */
  #bare = 0;
  #erased = 0;

  constructor(crypto: Crypto, room: FeedId) {
    this.#crypto = crypto;
    this.#room = room;
    this.#last = { id: 0, hash: auditOrigin(crypto, room) };
  }

  /** Entries that were followed without a fault. */
  get entries(): number {
    return this.#entries;
  }

  /** The last of them; `id` is 0 before the first. */
  get last(): { readonly id: number; readonly hash: string } {
    return this.#last;
  }

  /** Takes the next entry, in the order of the log. */
  next(entry: SealedEntry): AuditFault | undefined {
    const due = this.#last.id + 1;
    // Whoever changes a database may put anything there.
    if (!v.is(sealedEntrySchema, entry)) return fault(due, 'cannot be read');
    if (entry.id > due) return missing(due, entry.id - 1);
    if (entry.id < due) return fault(entry.id, `comes after entry ${this.#last.id}: it is not in its place`);
    const wrong = entryFault(this.#crypto, this.#room, entry);
    if (wrong !== undefined) return wrong;
    if (entry.previous !== this.#last.hash) return notFollowing(entry.id);
    if (entry.addressHash !== '' && entry.address === null) this.#bare = entry.id;
    if (entry.event === ADDRESS_ERASE) this.#erased = Math.max(this.#erased, Number(entry.subject) || 0);
    this.#last = { id: entry.id, hash: entryHash(this.#crypto, entry) };
    this.#entries++;
    return undefined;
  }

  /** What is wrong with the end of a log. @param head the room's word for it; `undefined` where there is none */
  end(head: AuditHead | undefined): AuditFault | undefined {
    const { id, hash } = this.#last;
    if (head === undefined) {
      return id === 0
        ? undefined
        : fault(id, 'stands last, but the signed word for the end of the log is gone');
    }
    if (!isHeadOf(this.#crypto, this.#room, head))
      return fault(head.id, 'is said to be the last, but that is not signed by this room');
    if (head.id > id) return missing(id + 1, head.id);
    if (head.id < id) return fault(head.id + 1, 'stands behind what the room signed as the end of the log');
    if (head.hash !== hash) return fault(id, 'is not the one that the room signed as the last');
    if (this.#bare > this.#erased)
      return fault(this.#bare, 'has lost its address, which no entry says was erased');
    return undefined;
  }
}

/**
 * What is wrong with one entry by itself: every one is signed, so that some of them without the others prove what they
 * say, too, though not that nothing was left out.
 */
export function entryFault(crypto: Crypto, room: FeedId, entry: SealedEntry): AuditFault | undefined {
  const { id, address, addressSalt, addressHash, signature } = entry;
  const text = entrySignatureText(room, id, entryHash(crypto, entry));
  if (!isSigned(crypto, room, text, signature)) return fault(id, 'is not what this room wrote and signed');
  if (address === null && addressSalt === null) return undefined;
  if (address !== null && addressSalt !== null && addressHashOf(crypto, addressSalt, address) === addressHash)
    return undefined;
  return fault(id, 'has another address than the one that was written down');
}

/** An entry that does not follow from the one before it. */
export function notFollowing(id: number): AuditFault {
  return fault(id, 'does not follow from the entry before it');
}

function missing(first: number, last: number): AuditFault {
  if (first === last) return fault(first, 'is missing');
  return { id: first, why: `Entries ${first} to ${last} are missing.` };
}

function fault(id: number, what: string): AuditFault {
  return { id, why: `Entry ${id} ${what}.` };
}
