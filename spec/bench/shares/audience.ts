import type { Page } from 'playwright-core';
import { call } from '../../browser/module-server.ts';
import { PICTURE, type SharedPicture } from '../../browser/shared-picture.ts';
import type { FarNetwork } from './far-network.ts';

/** A page that does not watch yet; all that comes before is done. */
export interface Newcomer {
  readonly page: Page;
  /** Asks for the picture. */
  watch(): Promise<void>;
}

/** One picture, and those who look at it: the sharer has a browser of its own. */
export interface Audience extends AsyncDisposable {
  readonly sharer: Page;
  /** A page that shows the picture. */
  readonly viewer: Page;
  /** One more, who comes late. */
  newcomer(): Promise<Newcomer>;
  /** CPU time of the sharer's browser, in seconds. */
  cpu(): Promise<number>;
}

/** What is shared, with whom, over what. */
export interface AudienceOptions {
  readonly viewers: number;
  readonly picture: SharedPicture;
  /** Peers are on one machine where it is left out. */
  readonly far?: FarNetwork;
}

/** Text on which somebody types, as large and as often as two cores carry for a mesh, too. */
export const TEXT: SharedPicture = { width: 640, height: 360, fps: 10 };

/** A film: all of it moves. */
export const FILM: SharedPicture = { width: 480, height: 270, fps: 24, isMoving: true };

/** How old so many pictures were when a page showed them first, in milliseconds. */
export function ages(page: Page, count: number): Promise<number[]> {
  return call(page, 'coded', 'ages', PICTURE, count);
}

/** Resolves once a page shows something that was drawn after a moment: milliseconds since 1970. */
export async function sees(page: Page, since: number): Promise<void> {
  await call(page, 'coded', 'sees', PICTURE, since);
}
