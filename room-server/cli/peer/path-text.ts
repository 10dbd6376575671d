import type { Path } from '@open-rooms/client';

const WORDS = { direct: 'direct', relayed: 'relayed', room: 'through the room' } as const;

/** The way to somebody, as a person reads it: `direct, encrypted, 42 ms`. */
export function pathText({ kind, roundTripMs }: Path): string {
  const delay = roundTripMs === undefined ? '' : `, ${delayText(roundTripMs)}`;
  return `${WORDS[kind]}, encrypted${delay}`;
}

/** A time there and back: `0.4 ms`, `42 ms`. */
export function delayText(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
