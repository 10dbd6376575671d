import { cpus, loadavg } from 'node:os';
import type { CaseResult, Figures } from './turns.ts';

const COLUMNS = [21, 9, 24, 24, 24, 14, 12, 7, 6] as const;

/** What stands above the table: where and how it was taken. */
export function heading(turns: number, quick: boolean): string {
  const processors = cpus();
  const machine = `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}`;
  const load = loadavg().map((value) => value.toFixed(1));
  const sizes = quick ? 'QUICK: few turns on little data, for a first look only' : 'full size';
  return [
    `Node ${process.version}, ${machine}; load before ${load.join(', ')}; ${sizes}`,
    `Medians of ${turns} turns (least to most); less is better. The ratios are what counts.`,
    '',
    row(['case', 'unit', 'ours', 'ssb-room 1.3.0', 'floor', 'ours/ssb-room', 'ours/floor', 'turns', 'load']),
  ].join('\n');
}

/** One line of the table. */
export function tableRow({ benchCase, ours, peer, floor, turns, load }: CaseResult): string {
  return row([
    benchCase.name,
    benchCase.unit,
    written(ours),
    peer === undefined ? '–' : written(peer),
    floor === undefined ? '–' : written(floor),
    peer === undefined ? '–' : (ours.median / peer.median).toFixed(3),
    floor === undefined ? '–' : (ours.median / floor.median).toFixed(2),
    String(turns),
    load.toFixed(1),
  ]);
}

/** One line of JSON; `peer`, `floor` and their ratios are null where the case has none. */
export function jsonLine({ benchCase, ours, peer, floor, turns }: CaseResult): string {
  return JSON.stringify({
    case: benchCase.name,
    unit: benchCase.unit,
    ours: ours.median,
    peer: peer?.median ?? null,
    floor: floor?.median ?? null,
    ratioToPeer: peer === undefined ? null : ours.median / peer.median,
    ratioToFloor: floor === undefined ? null : ours.median / floor.median,
    runs: turns,
  });
}

function written({ median, least, most }: Figures): string {
  return `${digits(median)} (${digits(least)} to ${digits(most)})`;
}

/** Three digits that mean something. */
function digits(value: number): string {
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3);
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, at) => cell.padEnd(COLUMNS[at] ?? 0))
    .join(' ')
    .trimEnd();
}
