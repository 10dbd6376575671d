import type { BenchCase } from '../case.ts';
import { fromFar } from '../sides/share-far.ts';
import { glassToGlass } from '../sides/shares.ts';

/** Parts of all packets that are lost. */
const LOST = [0, 0.01, 0.03];

/** A film over an ocean. */
export const shareFar: readonly BenchCase[] = LOST.flatMap((lost): BenchCase[] => {
  const name = `share-far-${lost * 100}`;
  return [
    {
      name,
      beside: 'share',
      unit: 'ms',
      figure: `age of a film's picture over 100 ms there and back, ${lost * 100} % lost; half of all`,
      readsCpu: false,
      ...fromFar(lost, glassToGlass(0.5)),
    },
    {
      name: `${name}-p95`,
      beside: 'share',
      unit: 'ms',
      figure: 'the same, 95 of 100',
      readsCpu: false,
      ...fromFar(lost, glassToGlass(0.95)),
    },
  ];
});
