import { getAsset, isSea } from 'node:sea';

/** The asset of a single binary that names what it was made of. */
export const INSIDE_ASSET = 'inside.json';

/** A package that stands in a single binary, and the terms it comes under. */
export interface InsidePackage {
  readonly name: string;
  readonly version: string;
  /** As its author names it, by SPDX mostly. */
  readonly licence: string;
  /** The text that has to go with it; empty where it brings none. */
  readonly text: string;
}

/** The packages inside this program; `null` where it runs from its sources, beside `node_modules`. */
export function packagesInside(): readonly InsidePackage[] | null {
  return isSea() ? (JSON.parse(getAsset(INSIDE_ASSET, 'utf8')) as InsidePackage[]) : null;
}
