import type { Strangers } from '@open-rooms/client';
import { MAX_CHILDREN } from '@open-rooms/protocol';
import { StartError } from '../../running-server.ts';
import type { SettingFlags } from './command.ts';

/** What was given to `open-rooms peer`. */
export type PeerFlags = SettingFlags & {
  readonly as?: string;
  readonly alias?: string;
  readonly say?: string;
  readonly pipe?: string;
  readonly name?: string;
  readonly measure?: string;
  readonly listen?: true;
  readonly share?: string;
  readonly loop?: true;
  readonly watch?: true;
  readonly save?: string;
  readonly from?: string;
  readonly fanOut?: number;
  readonly throughRoom?: true;
  readonly progress?: true;
  readonly strangers: Strangers;
};

/** Reads `--fan-out`. @throws StartError */
export function fanOutOf(text: string): number {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (number <= MAX_CHILDREN) return number;
  throw fault(`--fan-out is a whole number up to ${MAX_CHILDREN}, not "${text}".`);
}

/** Flags that do not go together. @throws StartError */
export function checkTogether(where: string | undefined, flags: PeerFlags): void {
  checkPipes(where, flags);
  checkShares(where, flags);
}

function checkPipes(where: string | undefined, flags: PeerFlags): void {
  const { say, pipe, measure, listen, json, alias, name } = flags;
  if (say !== undefined && where === undefined) throw fault('--say needs the room to say it in.');
  if (say !== undefined && (pipe !== undefined || listen || alias !== undefined))
    throw fault('--say says one thing and ends; --pipe, --listen and --alias do not go with it.');
  if (pipe !== undefined && listen) throw fault('--pipe sends and --listen waits; give one of them.');
  if (measure !== undefined && (say !== undefined || pipe !== undefined || listen))
    throw fault('--measure measures and ends; --say, --pipe and --listen do not go with it.');
  if (json && (pipe !== undefined || listen))
    throw fault('--json cannot go with --pipe or --listen, whose stdout is what comes in.');
  if (alias !== undefined && where === undefined) throw fault('--alias needs the room to register it in.');
  if (name !== undefined && pipe === undefined)
    throw fault('--name is what --pipe sends; there is no --pipe.');
}

function checkShares(where: string | undefined, flags: PeerFlags): void {
  const { share, loop, watch, save, from, fanOut, throughRoom } = flags;
  const { say, pipe, measure, listen } = flags;
  const other = [say, pipe, measure, listen].some((flag) => flag !== undefined);
  const isShown = share !== undefined || watch === true;
  if (share !== undefined && watch) throw fault('--share shows and --watch looks; give one of them.');
  if (isShown && other)
    throw fault('--share and --watch stay; --say, --pipe, --measure and --listen do not go with them.');
  if (isShown && where === undefined) throw fault('--share and --watch need the room.');
  if (isShown && throughRoom)
    throw fault('--through-room opens no links, over which --share and --watch go.');
  if (loop && share === undefined) throw fault('--loop is about what --share shows; there is no --share.');
  if (!watch && (save !== undefined || from !== undefined))
    throw fault('--save and --from are about what --watch sees; there is no --watch.');
  if (fanOut !== undefined && !isShown) throw fault('--fan-out is about --share and --watch.');
  if (fanOut === 0 && share !== undefined)
    throw fault('--share has to feed one viewer at least: --fan-out 1.');
}

function fault(why: string): StartError {
  return new StartError('bad-usage', `Cannot read the command line: ${why}`);
}
