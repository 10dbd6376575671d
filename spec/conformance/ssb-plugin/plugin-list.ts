import type { StockApp } from '../../stock/app.ts';

/** Waits until our plugin lists exactly these attendants in the room. */
export function waitForList(app: StockApp, room: string, ids: readonly string[]): Promise<void> {
  const wanted = [...ids].sort().join(', ');
  return app.waitFor(`its list to be [${wanted}]`, ({ state }) => {
    const listed = (state.attendants ?? []).filter((attendant) => attendant.room === room);
    const found = listed.map(({ id }) => id);
    return found.sort().join(', ') === wanted;
  });
}
