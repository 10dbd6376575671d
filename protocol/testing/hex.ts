/** The bytes that `hex` spells; spaces are for the eye. */
export function fromHex(hex: string): Uint8Array {
  const pairs = hex.replaceAll(' ', '').match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

/** Lower-case hexadecimal, as the vectors have it. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
