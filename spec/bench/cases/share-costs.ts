import type { BenchCase } from '../case.ts';
import { beforeViewers, cpuPerPicture, oursBefore, uplinkPerPicture } from '../sides/shares.ts';

/** More than eight end a mesh on two cores. */
const MESH_MAX = 8;

/** What a share costs its sharer, by how many watch. */
export const shareCosts: readonly BenchCase[] = [1, 4, 8, 16, 32].flatMap((viewers): BenchCase[] => {
  const sides = (figure: Parameters<typeof beforeViewers>[1]) =>
    viewers <= MESH_MAX ? beforeViewers(viewers, figure) : oursBefore(viewers, figure);
  return [
    {
      name: `share-cpu-${viewers}`,
      beside: 'share',
      unit: 'ms/picture',
      figure: `CPU of the sharer's browser for a picture that ${viewers} watch`,
      readsCpu: true,
      ...sides(cpuPerPicture),
    },
    {
      name: `share-uplink-${viewers}`,
      beside: 'share',
      unit: 'kB/picture',
      figure: 'what the sharer sends for it',
      readsCpu: false,
      ...sides(uplinkPerPicture),
    },
  ];
});
