import { bulkTurns, mebibytesOf, type OpenTurns } from '../paths/turns.ts';

const US_PER_MS = 1000;

/** Milliseconds of CPU that this process, both ends of the path, spends for each MiB. */
export const bulkCpuTurns: OpenTurns = async (path, quick) => {
  const bulk = await bulkTurns(path, quick);
  return {
    async turn() {
      const before = process.cpuUsage();
      await bulk.turn();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / US_PER_MS / mebibytesOf(quick);
    },
    [Symbol.asyncDispose]: () => bulk[Symbol.asyncDispose](),
  };
};
