import type { BenchCase } from '../case.ts';
import { setUpOnRooms } from '../sides/link-set-up.ts';

export const link: BenchCase = {
  name: 'link',
  unit: 'ms',
  figure: 'from asking for a tunnel to the first byte back over the direct connection, Node to Node, p50',
  readsCpu: false,
  ...setUpOnRooms(),
};
