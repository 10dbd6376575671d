import { bytesOfId } from './key-words.ts';

/** One of nine squares of a mark. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  /** A path in a square of 10 by 10. */
  readonly path: string;
  /** Quarter turns. */
  readonly turns: number;
  readonly color: string;
}

export interface KeyMarkDrawing {
  readonly ground: string;
  readonly tiles: readonly Tile[];
}

/** Each differs from its neighbours at 24 px, and when it is turned. */
const PATHS = [
  'M0 0H10A10 10 0 0 1 0 10Z',
  'M0 0H10L0 10Z',
  'M0 0H5V10H0Z',
  'M0 0A5 5 0 0 1 0 10Z',
  'M5 1.2A3.8 3.8 0 1 1 4.99 1.2Z',
  'M0 0H10V10A10 10 0 0 0 0 0Z',
  'M0 0L5 5L0 10Z M10 0L5 5L10 10Z',
  'M0 0H10V3.4H0Z M0 6.6H10V10H0Z',
];

/** A ground and three inks that differ in lightness too, so that marks differ without colour. */
const PALETTES = [
  ['#1d5c48', '#f3d58a', '#f5f3ee', '#7fc8a9'],
  ['#223a5e', '#f2b880', '#f4f1ea', '#86b3d9'],
  ['#5a2a4d', '#f2c9a1', '#f7eef2', '#c58ab5'],
  ['#7a3420', '#ffd9a0', '#fbf1e6', '#e0906a'],
  ['#2f3e24', '#e6d36f', '#f3f2e4', '#9bb56f'],
  ['#3b2f63', '#ffc7b0', '#f1eef8', '#a394d6'],
  ['#0f5257', '#ffdf9e', '#edf5f2', '#68bdb6'],
  ['#6b2737', '#f6d6c4', '#faf0ee', '#d98291'],
] as const;

/** Bytes of the key from which tiles are made: those after the words, so that mark and words say more together. */
const FIRST_TILE_BYTE = 6;

/**
 * Draws a key: a quilt of three by three tiles. The key itself is the source, since it is as random as a digest of it.
 */
export function drawKeyMark(id: string): KeyMarkDrawing {
  const bytes = bytesOfId(id);
  const palette = PALETTES[(bytes[FIRST_TILE_BYTE] ?? 0) % PALETTES.length] ?? PALETTES[0];
  const tiles = Array.from({ length: 9 }, (_, index): Tile => {
    const shape = bytes[FIRST_TILE_BYTE + 1 + index * 2] ?? 0;
    const ink = bytes[FIRST_TILE_BYTE + 2 + index * 2] ?? 0;
    return {
      x: (index % 3) * 10,
      y: Math.floor(index / 3) * 10,
      path: PATHS[shape & 7] ?? '',
      turns: (shape >> 3) & 3,
      color: palette[1 + (ink % 3)] ?? palette[1],
    };
  });
  return { ground: palette[0], tiles };
}
