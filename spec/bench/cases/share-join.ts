import type { BenchCase } from '../case.ts';
import { joinMesh, joinShare } from '../sides/share-times.ts';

export const shareJoin: BenchCase = {
  name: 'share-join',
  beside: 'share',
  unit: 'ms',
  figure: 'from asking for a share to its first picture, for who comes late; in a mesh by the sharer',
  readsCpu: false,
  needsBrowser: true,
  ours: joinShare,
  floor: joinMesh,
};
