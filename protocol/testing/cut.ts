/**
 * The chunks that cuts at these places make of `bytes`, as copies: whoever receives bytes takes their memory over.
 * Chunks are empty where a place is out of reach or comes twice.
 */
export function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const bounds = [0, ...places.toSorted((a, b) => a - b), bytes.length];
  return bounds.slice(1).map((end, index) => new Uint8Array(bytes.subarray(bounds[index], end)));
}
