const BYTE_TEXTS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The bytes that `hex` spells; spaces are for the eye. */
export function fromHex(hex: string): Uint8Array {
  const digits = hex.replaceAll(' ', '');
  const bytes = new Uint8Array(digits.length >> 1);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}

/** Lower-case hexadecimal, as the vectors have it. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += BYTE_TEXTS[byte];
  return text;
}
