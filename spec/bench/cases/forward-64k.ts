import type { BenchCase } from '../case.ts';
import { BULK_64K } from '../peers/payload.ts';
import { forwarding } from '../sides/forwarding.ts';

export const forward64k: BenchCase = {
  name: 'forward-64k',
  figure: 'server CPU for a GB through one tunnel, in frames of 64 KiB',
  ...forwarding(1, BULK_64K),
};
