import type { BenchCase } from '../case.ts';
import { crowdedEchoTurns } from '../paths/turns.ts';
import { onPaths } from '../sides/linked.ts';

export const linkEchoCrowded: BenchCase = {
  name: 'link-echo-crowded',
  beside: 'link',
  unit: 'ms',
  figure: 'the same while the link carries as much as it can',
  readsCpu: false,
  ...onPaths(crowdedEchoTurns),
};
