import type { OpenSide } from '../case.ts';
import { type Audience, sees, TEXT } from '../shares/audience.ts';
import { openMesh } from '../shares/mesh.ts';
import { openShare } from '../shares/share.ts';
import { anew } from './shares.ts';

/** The sharer feeds one, who feeds whoever comes then. */
const FED_BY_ONE = { viewers: 1, picture: { ...TEXT, fanOut: 1 } };

/** From asking for the picture until it is there, whenever it was drawn. */
async function untilFirst(audience: Audience): Promise<number> {
  const { page, watch } = await audience.newcomer();
  const from = performance.now();
  await watch();
  await sees(page, 0);
  return performance.now() - from;
}

/** A late joiner is fed by a viewer. */
export const joinShare: OpenSide = anew((servers) => openShare(servers, FED_BY_ONE), untilFirst);

export const joinMesh: OpenSide = anew(
  (servers) => openMesh(servers, { viewers: 1, picture: TEXT }),
  untilFirst,
);

/** From closing the page that feeds another until that one shows what was drawn since then. */
export const recoverShare: OpenSide = anew(
  (servers) => openShare(servers, FED_BY_ONE),
  async ({ viewer, newcomer }) => {
    const { page, watch } = await newcomer();
    await watch();
    await sees(page, 0);
    await viewer.close();
    const from = Date.now();
    await sees(page, from);
    return Date.now() - from;
  },
);
