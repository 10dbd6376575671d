import type { OpenSide } from '../case.ts';
import { ages, TEXT } from '../shares/audience.ts';
import type { Sources } from '../shares/crowd.ts';
import { openShare } from '../shares/share.ts';
import { anew } from './shares.ts';

const VIEWERS = 16;

/** Of what comes to viewers, the part that comes from there, in percent. */
export function cameFrom(source: keyof Sources): OpenSide {
  return anew(
    (servers) => openShare(servers, { viewers: VIEWERS, picture: TEXT }),
    async ({ crowd, viewer }, pictures) => {
      const before = crowd.came;
      await ages(viewer, pictures);
      const after = crowd.came;
      const came = (from: keyof Sources) => after[from] - before[from];
      return (100 * came(source)) / (came('sharer') + came('peers') + came('room'));
    },
  );
}
