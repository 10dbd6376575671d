import type { BenchCase } from '../case.ts';
import { bulkTurns } from '../paths/turns.ts';
import { onPaths } from '../sides/linked.ts';

export const linkBulk: BenchCase = {
  name: 'link-bulk',
  beside: 'link',
  unit: 'ms/MiB',
  figure: 'time for a MiB over a link, one way',
  readsCpu: false,
  ...onPaths(bulkTurns),
};
