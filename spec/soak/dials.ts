import { median } from '../bench/median.ts';
import { startBrowserTarget } from '../bench/targets/browser.ts';
import { call } from '../browser/module-server.ts';
import { startOurRoom } from '../conformance/our-room.ts';

/** Dials of a run. Browsers make some five hundred connections in the life of a page. */
const DIALS = 200;

/** What a page tells of its dials. */
interface Dials {
  readonly count: number;
  readonly failures: readonly string[];
}

export interface DialsResult {
  readonly dials: number;
  /** Why some came to nothing. */
  readonly failures: readonly string[];
  /** Milliseconds from the loss of a direct connection until the next one carries. */
  readonly p50: number;
  readonly p90: number;
  readonly most: number;
}

/**
 * Ends and dials the direct connection of two pages, again and again: none may fail.
 * @throws Error where there is no browser
 */
export async function soakDials(dials: number = DIALS): Promise<DialsResult> {
  await using browser = await startBrowserTarget();
  if (browser === undefined) throw new Error('There is no Chromium to dial in.');
  await using room = await startOurRoom({ name: 'Soak' });
  const [near, far] = [await browser.page(), await browser.page()];
  const [nearId, id] = [await call<string>(near, 'links', 'id'), await call<string>(far, 'links', 'id')];
  await call(far, 'links', 'follow', nearId);
  await call(near, 'links', 'follow', id);
  for (const page of [far, near]) await call(page, 'links', 'join', room.wsAddress);
  await call(near, 'links', 'connect', id);
  await call(near, 'links', 'goes', id, 'direct');
  const times: number[] = [];
  while (times.length < dials - 1) times.push(await call<number>(near, 'links', 'dialAgain', id));
  const told = await Promise.all([near, far].map((page) => call<Dials>(page, 'links', 'dials')));
  const sorted = times.toSorted((a, b) => a - b);
  return {
    dials: told.reduce((sum, { count }) => sum + count, 0),
    failures: told.flatMap(({ failures }) => failures),
    p50: median(sorted),
    p90: sorted[Math.floor(sorted.length * 0.9)] ?? 0,
    most: sorted.at(-1) ?? 0,
  };
}
