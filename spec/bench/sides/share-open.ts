import { isSocketAddress, readAddresses } from '@open-rooms/protocol';
import { seesPicture } from '../../browser/read-picture.ts';
import type { OpenSide } from '../case.ts';
import { TEXT } from '../shares/audience.ts';
import { openShare } from '../shares/share.ts';
import { anew } from './shares.ts';

/** From opening the link of the room in a browser that was never there until the picture of what is shared in it. */
export const openLink: OpenSide = async (servers, quick) => {
  const link = linkOf((await servers.ours()).webAddress);
  const side = anew(
    () => openShare(servers, { viewers: 1, picture: TEXT }),
    async ({ newcomer }) => {
      const { page } = await newcomer();
      const from = performance.now();
      await page.goto(link);
      await page.getByRole('button', { name: 'Watch', exact: true }).click();
      await seesPicture(page, "'s screen", 0);
      return performance.now() - from;
    },
  );
  return side(servers, quick);
};

/** The room's page is served where pages reach the room. */
function linkOf(webAddress = ''): string {
  const [address] = readAddresses(webAddress).filter(isSocketAddress);
  if (address === undefined) throw new Error(`Cannot open the page of the room at "${webAddress}".`);
  return `http://${address.host}:${address.port}/room`;
}
