import { brotliBytes, linksFiles } from '../../browser/page-files.ts';
import type { OpenSide } from '../case.ts';

const BYTES_PER_KB = 1000;

/** What the built page loads for links and for nothing else. It is the same in every turn. */
export const weighed: OpenSide = async () => {
  const kilobytes = brotliBytes(linksFiles()) / BYTES_PER_KB;
  return { turn: async () => kilobytes, [Symbol.asyncDispose]: async () => undefined };
};
