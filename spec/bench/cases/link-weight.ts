import type { BenchCase } from '../case.ts';
import { weighed } from '../sides/weighed.ts';

export const linkWeight: BenchCase = {
  name: 'link-weight',
  beside: 'link',
  unit: 'KB',
  figure: 'what links add to the page, in brotli; it is loaded while the door of a room is read',
  readsCpu: false,
  ours: weighed,
};
