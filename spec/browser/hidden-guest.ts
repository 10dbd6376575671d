import type { OurRoom } from '../conformance/our-room.ts';
import { openTab, type Tab } from './app.ts';
import type { OpenPage } from './in-browser.ts';
import { goIn } from './inside.ts';
import { ADDRESS_HIDDEN, until } from './page-state.ts';

/** The path line of somebody who is reached by a relay. */
export const RELAYED = /^relayed, encrypted, \d+ ms$/;

/** Somebody who hides their address and then goes in. */
export async function hiddenGuest(
  open: OpenPage,
  { ready }: Pick<OurRoom, 'ready'>,
  name: string,
): Promise<Tab> {
  const tab = await openTab(open, `${ready.http}/settings/address`);
  const { page } = tab;
  await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
  await page.getByRole('switch', { name: 'Hide my address' }).check();
  // The switch turns at once; what a page that is left has not kept yet may be lost with it.
  await until(page, ADDRESS_HIDDEN);
  await page.goto(`${ready.http}/room`);
  await goIn(page, name);
  return tab;
}
