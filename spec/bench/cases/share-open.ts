import type { BenchCase } from '../case.ts';
import { openLink } from '../sides/share-open.ts';

export const shareOpen: BenchCase = {
  name: 'share-open',
  beside: 'share',
  unit: 'ms',
  figure: "from opening a room's link, with one click on Watch, to the first picture",
  readsCpu: false,
  needsBrowser: true,
  ours: openLink,
};
