import type { BenchCase } from '../case.ts';
import { inPages } from '../sides/pages.ts';

export const linkPagesEcho: BenchCase = {
  name: 'link-pages-echo',
  beside: 'link',
  unit: 'ms',
  figure: 'link-echo between pages',
  readsCpu: false,
  ...inPages('echo'),
};
