import { fromBase64, fromUrlAlphabet, toBase64 } from '../bytes/base64.ts';

/** Bytes of an Ed25519 signature. */
const SIGNATURE_BYTES = 64;

const SUFFIX = '.sig.ed25519';

/** What keeps a text from being a signature: no `.sig.ed25519` behind it, or something else than 64 bytes before it. */
export type SignatureFault = 'no-suffix' | 'bad-encoding';

/** Writes a 64-byte signature as ssb-keys does: `BASE64.sig.ed25519`. */
export function writeSignature(signature: Uint8Array): string {
  return toBase64(signature) + SUFFIX;
}

/** Reads `BASE64.sig.ed25519`; the base64 may be in the alphabet of URLs, `-_` for `+/`. */
export function readSignature(text: string): Uint8Array | SignatureFault {
  return text.endsWith(SUFFIX) ? readBareSignature(text.slice(0, -SUFFIX.length)) : 'no-suffix';
}

/** Reads a signature with or without its suffix: SSB URIs of different servers differ in that. */
export function readAnySignature(text: string): Uint8Array | SignatureFault {
  return text.endsWith(SUFFIX) ? readSignature(text) : readBareSignature(text);
}

function readBareSignature(text: string): Uint8Array | SignatureFault {
  const signature = fromBase64(fromUrlAlphabet(text));
  return signature?.length === SIGNATURE_BYTES ? signature : 'bad-encoding';
}
