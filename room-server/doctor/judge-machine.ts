import { type Finding, failed, fine, notJudged, warning } from './finding.ts';
import { size } from './words.ts';

/** What the program is written for. */
const OLDEST_NODE = 24;

/** Below it the system begins to end processes, or to swap. */
const MEMORY_SCARCE = 128 * 1024 * 1024;

/** Below it a room that is busy does not last. */
const MEMORY_GONE = 32 * 1024 * 1024;

/** As many peers as a room is made for on a small machine. */
const CONNECTIONS = 1000;

/** Listeners, the database with its log, pages that are asked for, and what Node itself holds. */
const FILES_BESIDE = 280;

export interface ProgramFacts {
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  readonly arch: string;
}

/** Which program this is, and whether it can run here. */
export function judgeProgram({ version, node, platform, arch }: ProgramFacts): Finding {
  const what = `Open Rooms ${version} on Node ${node}, ${platform} ${arch}`;
  if (Number.parseInt(node, 10) >= OLDEST_NODE) return fine('program', `${what}.`);
  const mend = `Run it with Node ${OLDEST_NODE} or newer, or use the program that has Node inside.`;
  return failed('program', 'node-too-old', `${what}: that Node is too old. ${mend}`);
}

/** In bytes. */
export interface MemoryFacts {
  /** What programs may still have. */
  readonly available: number;
  readonly total: number;
  /** What the running room has; `undefined` where none runs. */
  readonly used: number | undefined;
}

/** Whether there is memory left. */
export function judgeMemory({ available, total, used }: MemoryFacts): Finding {
  const room = used === undefined ? '' : ` The room has ${size(used)}.`;
  const left = `${size(available)} of ${size(total)} memory are free`;
  if (available >= MEMORY_SCARCE) return fine('memory', `${left}.${room}`);
  const mend = 'End other programs, or give this machine more memory or swap.';
  if (available < MEMORY_GONE)
    return failed('memory', 'memory-scarce', `Only ${left}: the system may end the room.${room} ${mend}`);
  return warning('memory', 'memory-scarce', `Only ${left}.${room} ${mend}`);
}

export interface OpenFilesFacts {
  /** How many files and sockets may be open; `undefined` where this system does not tell. */
  readonly limit: number | undefined;
  /** Whether it is the limit of the running room, and not of this command. */
  readonly isRooms: boolean;
}

/** Whether a thousand peers can be connected. */
export function judgeOpenFiles({ limit, isRooms }: OpenFilesFacts): Finding {
  if (limit === undefined)
    return notJudged('files', 'How many files may be open, this system does not tell.');
  const whose = isRooms ? 'The room' : 'A room that is started from here';
  const may = `${whose} may have ${limit === Number.POSITIVE_INFINITY ? 'any number of' : limit} files and sockets open`;
  if (limit >= CONNECTIONS + FILES_BESIDE)
    return fine('files', `${may}: enough for ${CONNECTIONS} connections.`);
  const mend = 'Raise it: "LimitNOFILE=65536" in the unit of systemd, or "ulimit -n 65536" before the start.';
  const peers = Math.max(0, limit - FILES_BESIDE);
  return warning('files', 'files-few', `${may}: that is enough for about ${peers} connections. ${mend}`);
}
