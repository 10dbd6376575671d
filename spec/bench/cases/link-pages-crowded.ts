import type { BenchCase } from '../case.ts';
import { inPages } from '../sides/pages.ts';

export const linkPagesCrowded: BenchCase = {
  name: 'link-pages-crowded',
  beside: 'link',
  unit: 'ms',
  figure: 'link-echo-crowded between pages',
  readsCpu: false,
  ...inPages('crowded'),
};
