import { type Finding, failed, fine, notJudged, warning } from './finding.ts';
import { duration, instant } from './words.ts';

/** Sign-ins, credentials of TURN and certificates go wrong from here on. */
const CLOCK_WRONG_MS = 300_000;

/** Worth mending: HTTP tells whole seconds, and an answer takes a while. */
const CLOCK_OFF_MS = 30_000;

/** An entry may be written a moment before it is read by another clock of the same machine. */
const CLOCK_STEP_MS = 60_000;

/** Times are in milliseconds since 1970. */
export interface ClockFacts {
  readonly now: number;
  /** What a server elsewhere says; `why` where it could not be asked. Nothing where there is none to ask. */
  readonly asked?:
    | { readonly from: string; readonly theirs: number }
    | { readonly from: string; readonly why: string };
  /** When the room last wrote something down. */
  readonly newestEntry?: number | undefined;
  /** When the certificate of the pages begins. */
  readonly certificateFrom?: number | undefined;
}

const MEND = 'Set it, and keep it right with NTP: "timedatectl set-ntp true".';

/** Whether the clock is right, as far as that can be told. */
export function judgeClock({ now, asked, newestEntry, certificateFrom }: ClockFacts): Finding {
  const says = `This machine's clock says ${instant(now)}`;
  if (newestEntry !== undefined && newestEntry - now > CLOCK_STEP_MS)
    return failed(
      'clock',
      'clock-behind',
      `${says}, which is before the newest entry of the audit log (${instant(newestEntry)}): it is behind now, or was ahead then. ${MEND}`,
    );
  if (certificateFrom !== undefined && certificateFrom - now > CLOCK_STEP_MS)
    return failed(
      'clock',
      'clock-behind',
      `${says}, which is before the certificate of the pages begins (${instant(certificateFrom)}). ${MEND}`,
    );
  if (asked === undefined)
    return notJudged(
      'clock',
      `${says}. Nobody was asked whether that is right: name a web server with --clock.`,
    );
  if ('why' in asked)
    return notJudged(
      'clock',
      `${says}. Whether that is right, ${asked.from} could not be asked: ${asked.why}.`,
    );
  const off = now - asked.theirs;
  const compared = `${says}, ${duration(Math.abs(off))} ${off < 0 ? 'behind' : 'ahead of'} that of ${asked.from}`;
  if (Math.abs(off) >= CLOCK_WRONG_MS) return failed('clock', 'clock-off', `${compared}. ${MEND}`);
  if (Math.abs(off) >= CLOCK_OFF_MS) return warning('clock', 'clock-off', `${compared}. ${MEND}`);
  return fine('clock', `${says}, as that of ${asked.from} does.`);
}
