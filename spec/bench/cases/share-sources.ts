import type { BenchCase } from '../case.ts';
import { cameFrom } from '../sides/share-sources.ts';

/** Where sixteen viewers have a share from. */
export const shareSources: readonly BenchCase[] = (['sharer', 'peers', 'room'] as const).map((source) => ({
  name: `share-from-${source}`,
  beside: 'share',
  unit: '% of bytes',
  figure: `what sixteen viewers have from ${source === 'peers' ? 'each other' : `the ${source}`}`,
  readsCpu: false,
  needsBrowser: true,
  ours: cameFrom(source),
}));
