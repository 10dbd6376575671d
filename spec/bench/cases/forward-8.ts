import type { BenchCase } from '../case.ts';
import { INNER } from '../peers/payload.ts';
import { forwarding } from '../sides/forwarding.ts';

export const forward8: BenchCase = {
  name: 'forward-8',
  figure: 'server CPU for a GB through 8 tunnels at once, in the frames of stock apps',
  ...forwarding(8, INNER),
};
