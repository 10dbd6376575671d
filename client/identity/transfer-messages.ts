import { fromBase64, toBase64 } from '@open-rooms/protocol';
import * as v from 'valibot';

/** Why no key is given. */
export type TransferRefusal =
  /** The person says no. */
  | 'declined'
  /** There is no key on that page. */
  | 'no-key';

/**
 * What two pages of different origins say to each other, as plain objects over `postMessage`: the *giver* has the key,
 * the *taker* wants it. Each carries `openRooms: 'key-transfer'` and `version: 1` besides.
 */
export type TransferMessage =
  /** Giver: the page is there. Holds nothing, and is said to whoever opened it. */
  | { readonly type: 'ready' }
  /** Taker: wants the key, sealed to this one-time X25519 public key, 32 bytes. */
  | { readonly type: 'ask'; readonly publicKey: Uint8Array }
  /** Giver: its own one-time public key, 32 bytes, and the sealed seed, 48. */
  | { readonly type: 'key'; readonly publicKey: Uint8Array; readonly box: Uint8Array }
  | { readonly type: 'refused'; readonly reason: TransferRefusal }
  /** Taker: the key came whole. */
  | { readonly type: 'done' };

const MARK = { openRooms: 'key-transfer', version: 1 } as const;

const bytes = (length: number) =>
  v.pipe(
    v.string(),
    v.maxLength(2 * length),
    v.transform(fromBase64),
    v.instance(Uint8Array),
    v.check((value) => value.length === length),
  );

const message = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('ask'), publicKey: bytes(32) }),
  v.object({ type: v.literal('key'), publicKey: bytes(32), box: bytes(48) }),
  v.object({ type: v.literal('refused'), reason: v.picklist(['declined', 'no-key']) }),
  v.object({ type: v.literal('done') }),
]);

const marked = v.object({ openRooms: v.literal(MARK.openRooms), version: v.literal(MARK.version) });

/** A message as it is posted: bytes are base64. */
export function writeTransferMessage(sent: TransferMessage): Readonly<Record<string, string | number>> {
  const fields = Object.entries(sent).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? toBase64(value) : value,
  ]);
  return { ...MARK, ...Object.fromEntries(fields) };
}

/** What was posted, by anybody; `undefined` where it is none of ours. */
export function readTransferMessage(data: unknown): TransferMessage | undefined {
  if (!v.is(marked, data)) return undefined;
  const read = v.safeParse(message, data);
  return read.success ? read.output : undefined;
}
