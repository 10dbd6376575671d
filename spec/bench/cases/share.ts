import type { BenchCase } from '../case.ts';
import { beforeViewers, glassToGlass } from '../sides/shares.ts';

export const share: BenchCase = {
  name: 'share',
  beside: 'share',
  unit: 'ms',
  figure: 'age of a shared picture when it is shown, half of all; beside a WebRTC mesh',
  readsCpu: false,
  ...beforeViewers(1, glassToGlass(0.5)),
};
