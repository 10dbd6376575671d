import type { BenchCase } from '../case.ts';
import { echoTurns } from '../paths/turns.ts';
import { onPaths } from '../sides/linked.ts';

export const linkEcho: BenchCase = {
  name: 'link-echo',
  beside: 'link',
  unit: 'ms',
  figure: 'round trip of 100 bytes over a link, p50',
  readsCpu: false,
  ...onPaths(echoTurns),
};
