import { type FeedId, publicKeyOf } from '@open-rooms/protocol';
import { html } from 'hono/html';
import type { Markup } from './layout.ts';

/*
 * The mark of a key as the web client draws it (`client/ui/elements/key-mark-tiles.ts`), for pages without script; a
 * test holds the two to be one (`spec/conformance/key-marks.test.ts`).
 */

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

/** A ground and three inks. */
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

/** Two bytes are five letters that can be said (proquints, D. S. Wilkerson). */
const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';
const WORDS = 3;
/** Bytes of the key from which tiles are made: those after the words. */
const FIRST_TILE_BYTE = 6;
const TILES = 9;

/** Draws the mark of a key as SVG, named `label`. */
export function keyMark(id: FeedId, label: string): Markup {
  const bytes = publicKeyOf(id) ?? new Uint8Array();
  const palette = PALETTES[(bytes[FIRST_TILE_BYTE] ?? 0) % PALETTES.length] ?? PALETTES[0];
  const tiles = Array.from({ length: TILES }, (_, index) => {
    const shape = bytes[FIRST_TILE_BYTE + 1 + index * 2] ?? 0;
    const ink = bytes[FIRST_TILE_BYTE + 2 + index * 2] ?? 0;
    const place = `translate(${(index % 3) * 10} ${Math.floor(index / 3) * 10}) rotate(${((shape >> 3) & 3) * 90} 5 5)`;
    return html`<path d="${PATHS[shape & 7] ?? ''}" fill="${palette[1 + (ink % 3)] ?? palette[1]}" transform="${place}"/>`;
  });
  return html`<svg class="mark" viewBox="0 0 30 30" role="img" aria-label="${label}"><rect width="30" height="30" fill="${palette[0]}"/>${tiles}</svg>`;
}

/** What a key mark is called, to compare it by voice. */
export function keyWords(id: FeedId): string {
  const bytes = publicKeyOf(id) ?? new Uint8Array();
  return Array.from({ length: WORDS }, (_, word) =>
    wordOf(((bytes[word * 2] ?? 0) << 8) | (bytes[word * 2 + 1] ?? 0)),
  ).join('-');
}

function wordOf(bits: number): string {
  const consonant = (shift: number) => CONSONANTS[(bits >> shift) & 15] ?? '';
  const vowel = (shift: number) => VOWELS[(bits >> shift) & 3] ?? '';
  return consonant(12) + vowel(10) + consonant(6) + vowel(4) + consonant(0);
}
