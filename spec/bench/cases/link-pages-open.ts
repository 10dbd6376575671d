import type { BenchCase } from '../case.ts';
import { inPages } from '../sides/pages.ts';

export const linkPagesOpen: BenchCase = {
  name: 'link-pages-open',
  beside: 'link',
  unit: 'ms',
  figure: 'link-open between pages',
  readsCpu: false,
  ...inPages('open'),
};
