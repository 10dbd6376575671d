import type { BenchCase } from '../case.ts';
import { openClientLine } from '../sides/client-line.ts';
import { forwardingOver } from '../sides/forwarding.ts';

export const forwardClient: BenchCase = {
  name: 'forward-client',
  beside: 'forward',
  figure: 'server CPU for a GB through one tunnel with our client at both ends: what coalescing saves a room',
  ...forwardingOver(1, openClientLine),
};
