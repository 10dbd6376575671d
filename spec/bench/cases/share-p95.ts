import type { BenchCase } from '../case.ts';
import { beforeViewers, glassToGlass } from '../sides/shares.ts';

export const shareP95: BenchCase = {
  name: 'share-p95',
  beside: 'share',
  unit: 'ms',
  figure: 'the same, 95 of 100',
  readsCpu: false,
  ...beforeViewers(1, glassToGlass(0.95)),
};
