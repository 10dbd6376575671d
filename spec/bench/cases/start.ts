import { stat } from 'node:fs/promises';
import { openRoomsBinary } from '../../programs/binary.ts';
import type { BenchCase } from '../case.ts';
import { memoryAtRest, startTime } from '../sides/started.ts';

/** What it costs to have a room: the file, its start, its memory. */
export const starts: readonly BenchCase[] = [
  {
    name: 'start',
    unit: 'ms',
    figure: 'from the start of the binary to a room that is ready',
    readsCpu: false,
    ours: startTime('binary'),
    peer: startTime('stock'),
  },
  {
    name: 'start-sources',
    beside: 'start',
    unit: 'ms',
    figure: 'the same from the sources, compiled before',
    readsCpu: false,
    ours: startTime('sources'),
    peer: startTime('stock'),
  },
  {
    name: 'start-memory',
    beside: 'start',
    unit: 'MB',
    figure: 'memory of the binary that is resident, at rest',
    readsCpu: true,
    ours: memoryAtRest('binary'),
    peer: memoryAtRest('stock'),
  },
  {
    name: 'start-sources-memory',
    beside: 'start',
    unit: 'MB',
    figure: 'the same from the sources',
    readsCpu: true,
    ours: memoryAtRest('sources'),
    peer: memoryAtRest('stock'),
  },
  {
    name: 'start-size',
    beside: 'start',
    unit: 'MB',
    figure: 'size of the binary',
    readsCpu: false,
    ours: async () => ({
      turn: async () => (await stat(openRoomsBinary())).size / 2 ** 20,
      async [Symbol.asyncDispose]() {},
    }),
  },
];
