const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter.charCodeAt(0), value]));
const PAD = '=';

/** Standard base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63);
    text += left > 1 ? ALPHABET.charAt((group >> 6) & 63) : PAD;
    text += left > 2 ? ALPHABET.charAt(group & 63) : PAD;
  }
  return text;
}

/**
 * Reads standard base64 with padding. `undefined` for anything else, other spellings of the same bytes
 * (missing padding, stray bits) included: an id has one spelling.
 */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith(PAD) ? 1 : 0;
  const letters = text.length - padding;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let bits = 0;
  let held = 0;
  let written = 0;
  for (let at = 0; at < letters; at++) {
    const value = VALUES.get(text.charCodeAt(at));
    if (value === undefined) return undefined;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[written++] = (bits >> held) & 255;
      bits &= (1 << held) - 1;
    }
  }
  return bits === 0 ? bytes : undefined;
}

/** Base64 in the alphabet of URLs, without padding (RFC 4648 §5). */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll(PAD, '');
}

/** The same base64 in the standard alphabet, where it was written in the one of URLs (`-_` for `+/`, RFC 4648 §5). */
export function fromUrlAlphabet(text: string): string {
  return text.replaceAll('-', '+').replaceAll('_', '/');
}
