import type { BenchCase } from '../case.ts';
import { recoverShare } from '../sides/share-times.ts';

export const shareRecovery: BenchCase = {
  name: 'share-recovery',
  beside: 'share',
  unit: 'ms',
  figure: 'from the end of the page that feeds one until that one sees something new',
  readsCpu: false,
  needsBrowser: true,
  ours: recoverShare,
};
