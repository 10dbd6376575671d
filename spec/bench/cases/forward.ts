import type { BenchCase } from '../case.ts';
import { INNER } from '../peers/payload.ts';
import { forwarding } from '../sides/forwarding.ts';

export const forward: BenchCase = {
  name: 'forward',
  figure: 'server CPU for a GB through one tunnel, in the frames of stock apps',
  ...forwarding(1, INNER),
};
