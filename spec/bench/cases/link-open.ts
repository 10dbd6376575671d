import type { BenchCase } from '../case.ts';
import { openTurns } from '../paths/turns.ts';
import { onPaths } from '../sides/linked.ts';

export const linkOpen: BenchCase = {
  name: 'link-open',
  beside: 'link',
  unit: 'ms',
  figure: 'opening a stream of a link until 100 bytes have come back over it, p50',
  readsCpu: false,
  ...onPaths(openTurns),
};
