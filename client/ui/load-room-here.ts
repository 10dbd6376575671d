import type { PageState, RoomHere } from '../state/page-state.ts';

/** Asks the server of this page who its room is, now. Without an answer what was known stays. */
export async function loadRoomHere(page: PageState): Promise<void> {
  try {
    const answer = await fetch('/', { headers: { accept: 'application/json' } });
    if (answer.ok) page.here.value = (await answer.json()) as RoomHere;
  } catch {
    // The network is gone: the page says so already.
  }
}
