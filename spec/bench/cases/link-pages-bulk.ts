import type { BenchCase } from '../case.ts';
import { inPages } from '../sides/pages.ts';

export const linkPagesBulk: BenchCase = {
  name: 'link-pages-bulk',
  beside: 'link',
  unit: 'ms/MiB',
  figure: 'link-bulk between pages',
  readsCpu: false,
  ...inPages('bulk'),
};
