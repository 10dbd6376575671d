import type { PageState, RoomHere } from '../state/page-state.ts';
import { pageClock } from './shell/page-clock.ts';

/** So long an answer is new, in milliseconds: the page and its first screen both ask. */
const FRESH_FOR = 1_000;

let last: { readonly at: number; readonly answer: Promise<void> } | undefined;

/**
 * Asks the server of this page who its room is; with `again` whatever it said a moment ago. Without an answer what was
 * known stays.
 */
export function loadRoomHere(page: PageState, { again = false } = {}): Promise<void> {
  const now = pageClock.now();
  if (last === undefined || again || now - last.at > FRESH_FOR) last = { at: now, answer: ask(page) };
  return last.answer;
}

async function ask(page: PageState): Promise<void> {
  try {
    const answer = await fetch('/', { headers: { accept: 'application/json' } });
    if (answer.ok) page.here.value = (await answer.json()) as RoomHere;
  } catch {
    // The network is gone: the page says so already.
  }
}
