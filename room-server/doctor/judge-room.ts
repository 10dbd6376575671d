import { type Finding, failed, fine, notJudged, warning } from './finding.ts';
import { duration, instant } from './words.ts';

/** The server on the data directory, as its control socket shows it. */
export type RoomFacts =
  | {
      readonly state: 'running';
      readonly pid: number;
      readonly startedAt: number;
      readonly now: number;
      readonly version: string;
      /** What it listens on, as words. */
      readonly listens: readonly string[];
      readonly notReady: string | null;
    }
  | { readonly state: 'stopped' | 'silent' | 'older' }
  /** Another account runs it. */
  | { readonly state: 'closed' };

/** Whether a room runs on the data directory, and since when. */
export function judgeRoom(facts: RoomFacts, data: string, version: string): Finding {
  switch (facts.state) {
    case 'stopped':
      return warning(
        'room',
        'not-running',
        `No room runs on ${data}: what can be looked at without it follows. Start it with "open-rooms start --data ${data}".`,
      );
    case 'silent':
      return failed(
        'room',
        'no-answer',
        `The room on ${data} takes a connection at its control socket and does not answer: it hangs. Look at its log, and restart it.`,
      );
    case 'older':
      return warning(
        'room',
        'other-version',
        `The running room is of a version that cannot tell how it is; this is ${version}. Restart it, to run the same version.`,
      );
    case 'closed':
      return failed(
        'room',
        'other-account',
        `The room on ${data} runs as another account, which alone may ask it. Run this command as that account, or as root.`,
      );
    default:
      return judgeRunning(facts, version);
  }
}

function judgeRunning(facts: RoomFacts & { readonly state: 'running' }, version: string): Finding {
  const { pid, startedAt, now, listens } = facts;
  const since = `for ${duration(Math.max(0, now - startedAt))} (since ${instant(startedAt)})`;
  const runs = `The room runs ${since} as process ${pid}, and listens on ${listens.join(', ')}.`;
  if (facts.version === version) return fine('room', runs);
  return warning(
    'room',
    'other-version',
    `${runs} It is version ${facts.version}, and this is ${version}: restart it, to run the same version.`,
  );
}

/** Whether the running room can do its work. */
export function judgeReady({ state, ...facts }: RoomFacts): Finding | undefined {
  if (state !== 'running' || !('notReady' in facts)) return undefined;
  const { notReady } = facts;
  if (notReady === null)
    return fine('ready', 'The room writes to its database, and what it writes reaches the disk.');
  return failed(
    'ready',
    'not-ready',
    `The room cannot do its work: ${notReady} Make space on the disk, or see who else holds the database.`,
  );
}

/** What became of opening a port that a stopped room would have. */
export interface PortFacts {
  readonly port: number;
  readonly flag: string;
  readonly transport: 'TCP' | 'UDP';
  /** `unknown` where the system said something else. */
  readonly state: 'free' | 'in-use' | 'refused' | 'no-address' | 'unknown';
  /** Whether the room starts without it. */
  readonly isOptional: boolean;
  readonly host: string | null;
}

/** Whether a stopped room could have a port. */
export function judgePort({ port, flag, transport, state, isOptional, host }: PortFacts): Finding {
  const named = `${transport} port ${port}`;
  switch (state) {
    case 'free':
      return fine('port', `${named} is free for the room.`);
    case 'in-use': {
      const which = `"ss -l${transport === 'TCP' ? 't' : 'u'}np sport = :${port}" says which`;
      const sentence = `Another program has ${named}, so the room ${isOptional ? 'starts without it' : 'does not start'}: ${which}. Stop that one, or give ${flag} another port.`;
      return isOptional
        ? warning('port', 'port-optional', sentence)
        : failed('port', 'port-in-use', sentence);
    }
    case 'refused':
      return (isOptional ? warning : failed)(
        'port',
        'port-refused',
        `This account may not open ${named}: give ${flag} a port above 1023, or let the program have it ("AmbientCapabilities=CAP_NET_BIND_SERVICE" in a unit of systemd).`,
      );
    case 'no-address':
      return failed(
        'port',
        'host-unavailable',
        `This machine does not have the address "${host}" of --host: give one that it has.`,
      );
    default:
      return notJudged('port', `Whether ${named} is free cannot be told.`);
  }
}
