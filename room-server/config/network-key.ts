import { fromBase64 } from '@open-rooms/protocol';
import * as v from 'valibot';

/** Bytes of a network key (`caps.shs`). */
const NETWORK_KEY_BYTES = 32;

const RULE = `a network key is ${NETWORK_KEY_BYTES} bytes as base64 (44 characters) or hexadecimal (64 digits)`;

/** Reads a network key, spelled as base64 or as hexadecimal. */
export const networkKey = v.pipe(
  v.string(),
  v.transform((text) => (/^[0-9a-f]{64}$/i.test(text) ? fromHex(text) : fromBase64(text))),
  v.custom<Uint8Array>((key) => key instanceof Uint8Array && key.length === NETWORK_KEY_BYTES, RULE),
);

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}
