import type { BenchCase, OpenSide } from '../case.ts';
import { type Audience, ages, TEXT } from '../shares/audience.ts';
import { openMesh } from '../shares/mesh.ts';
import { openShare } from '../shares/share.ts';
import { sentBytes } from '../targets/browser.ts';

/** Pictures that a turn looks at. */
const PICTURES = { full: 100, quick: 30 };

/** What a turn finds out about a picture that is shared. */
export type Figure<A extends Audience = Audience> = (audience: A, pictures: number) => Promise<number>;

/**
 * A side whose turns each have an audience of their own, which is gone before the next: two at once would take the CPU
 * from each other.
 */
export function anew<A extends Audience>(
  open: (...args: Parameters<OpenSide>) => Promise<A>,
  figure: Figure<A>,
): OpenSide {
  return async (servers, quick) => ({
    async turn() {
      await using audience = await open(servers, quick);
      return await figure(audience, PICTURES[quick ? 'quick' : 'full']);
    },
    [Symbol.asyncDispose]: async () => undefined,
  });
}

/** The sides of a case before so many viewers: a share of ours, and a mesh. */
export function beforeViewers(
  viewers: number,
  figure: Figure,
): Pick<BenchCase, 'ours' | 'floor' | 'needsBrowser'> {
  const floor = anew((servers) => openMesh(servers, { viewers, picture: TEXT }), figure);
  return { ...oursBefore(viewers, figure), floor };
}

/** The same without a mesh. */
export function oursBefore(viewers: number, figure: Figure): Pick<BenchCase, 'ours' | 'needsBrowser'> {
  return {
    needsBrowser: true,
    ours: anew((servers) => openShare(servers, { viewers, picture: TEXT }), figure),
  };
}

/** Milliseconds from drawing to showing: so large a part of all pictures is no older. */
export function glassToGlass(part: number): Figure {
  return async ({ viewer }, pictures) => {
    const sorted = (await ages(viewer, pictures)).toSorted((a, b) => a - b);
    return sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;
  };
}

/** CPU milliseconds of the sharer's browser for each picture that comes to be seen: drawing and encoding, too. */
export const cpuPerPicture: Figure = async ({ viewer, cpu }, pictures) => {
  const before = await cpu();
  await ages(viewer, pictures);
  return ((await cpu()) - before) * (1000 / pictures);
};

/** KB that leave the sharer for each picture that comes to be seen. */
export const uplinkPerPicture: Figure = async ({ viewer, sharer }, pictures) => {
  const before = await sentBytes(sharer);
  await ages(viewer, pictures);
  return ((await sentBytes(sharer)) - before) / 1000 / pictures;
};
