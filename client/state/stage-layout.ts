import type { StageLayout } from './stage-state.ts';

/** Where a share stands: large, in the row below it, or among others of its size. */
export type TilePlace = 'main' | 'strip' | 'cell';

/** What is on, as far as its place depends on it. */
export interface Tile<Id> {
  readonly id: Id;
  /** Whether there is a picture to be large: it is watched. */
  readonly isSeen: boolean;
  readonly isOwn: boolean;
}

/** How the stage is arranged. */
export interface Wish<Id> {
  readonly layout: StageLayout;
  readonly pinned: Id | undefined;
  /** What was large before: it stays so while it is there, so that nothing jumps. */
  readonly last: Id | undefined;
}

/**
 * The one that is large; `undefined` in a grid. What is pinned comes first, then what was large, what others share and
 * is seen, and whatever there is. One's own is large only where nothing else is.
 */
export function mainOf<Id>(tiles: readonly Tile<Id>[], { layout, pinned, last }: Wish<Id>): Id | undefined {
  if (layout === 'grid' && tiles.length > 1) return undefined;
  const there = (id: Id | undefined) => tiles.find((tile) => tile.id === id);
  const others = tiles.filter(({ isOwn }) => !isOwn);
  const before = there(last);
  const stays = before !== undefined && (before.isSeen || !others.some(({ isSeen }) => isSeen));
  const keeps = stays && (!before.isOwn || others.length === 0) ? before : undefined;
  const main = there(pinned) ?? keeps ?? others.find(({ isSeen }) => isSeen) ?? others[0] ?? tiles[0];
  return main?.id;
}

/** Where one of them stands beside the one that is large. */
export function placeOf<Id>(id: Id, main: Id | undefined): TilePlace {
  if (main === undefined) return 'cell';
  return id === main ? 'main' : 'strip';
}

/** Columns of a grid of so many: as square as may be, and one below the other where there is little room. */
export function columnsOf(count: number, isNarrow: boolean): 1 | 2 | 3 {
  if (count <= 1 || (isNarrow && count <= 2)) return 1;
  return count <= 4 || isNarrow ? 2 : 3;
}
