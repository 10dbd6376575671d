import { type FeedId, isFeedId } from '@open-rooms/protocol';
import * as v from 'valibot';
import { SEED_BYTES } from './identity.ts';
import { SEALED_KEY_BYTES } from './sealed-key.ts';

/** A person's key as it is kept where it lives: bare, or sealed with a passphrase. */
export type KeptKey =
  | { readonly version: 1; readonly id: FeedId; readonly seed: Uint8Array }
  | { readonly version: 1; readonly id: FeedId; readonly sealed: Uint8Array };

/** Where the one key of a person is kept: a browser's database, memory. Several tabs may share one place. */
export interface KeyStore {
  /** Rejects where what is kept cannot be read. */
  read(): Promise<KeptKey | undefined>;
  /**
   * Edits what is kept at that moment, with nobody else's change between. It is durable when this resolves with what
   * is kept then. If `edit` throws, nothing is changed and it rejects with that.
   */
  change(edit: (kept: KeptKey | undefined) => KeptKey | undefined): Promise<KeptKey | undefined>;
  /** Tells that another tab has changed it. Own changes are not told. */
  onChange(listener: () => void): Disposable;
}

const bytes = (length: number) =>
  v.pipe(
    v.instance(Uint8Array),
    v.check((value) => value.length === length),
  );
const version = v.literal(1);
const id = v.custom<FeedId>(isFeedId);
const keptKey = v.union([
  v.object({ version, id, seed: bytes(SEED_BYTES) }),
  v.object({ version, id, sealed: bytes(SEALED_KEY_BYTES) }),
]);

/** A key that a store has kept; `undefined` where it is none. */
export function readKeptKey(value: unknown): KeptKey | undefined {
  const read = v.safeParse(keptKey, value);
  return read.success ? read.output : undefined;
}
