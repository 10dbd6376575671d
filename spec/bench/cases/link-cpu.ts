import type { BenchCase } from '../case.ts';
import { bulkCpuTurns } from '../sides/bulk-cpu.ts';
import { onPaths } from '../sides/linked.ts';

export const linkCpu: BenchCase = {
  name: 'link-cpu',
  beside: 'link',
  unit: 'ms/MiB',
  figure: 'CPU of both ends for a MiB over a link',
  readsCpu: false,
  ...onPaths(bulkCpuTurns),
};
