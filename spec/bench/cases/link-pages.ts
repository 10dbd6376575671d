import type { BenchCase } from '../case.ts';
import { setUpInPages } from '../sides/pages.ts';

export const linkPages: BenchCase = {
  name: 'link-pages',
  beside: 'link',
  unit: 'ms',
  figure: 'the same between two pages of one Chromium',
  readsCpu: false,
  ...setUpInPages(),
};
