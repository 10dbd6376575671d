import type { HttpParts } from './parts.ts';

const SECOND = 1000;
const SECONDS_PER_DAY = 86_400;

/** What strangers may know of how it goes with the server (spec/pages.md). */
export interface PublicStatus {
  readonly status: 'up' | 'stopping';
  /** When the process started, as ISO 8601. */
  readonly since: string;
  /** Whole seconds. */
  readonly uptime: number;
  readonly version: string;
  /** `null` until the room is claimed, and where it is not listed. */
  readonly name: string | null;
  /** How many peers are in the room now; `null` where that is not for everybody: in rooms that are not open, or not listed. */
  readonly online: number | null;
  /** Whole days until the certificate of the pages ends, below 0 once it has; `null` where they have none of the room's. */
  readonly certificateDays: number | null;
}

/** How it goes with the server now. It asks neither disk nor network. */
export function publicStatus({ life, room, settings, gate, version, online, now }: HttpParts): PublicStatus {
  const { startedAt, isStopping, certificateEnds } = life;
  const isForAll = settings.listed && gate.mayVisitor('attend');
  const seconds = Math.floor(now() / SECOND);
  return {
    status: isStopping ? 'stopping' : 'up',
    since: new Date(startedAt).toISOString(),
    // A clock that was set back makes no time that is less than none.
    uptime: Math.max(0, Math.floor((now() - startedAt) / SECOND)),
    version,
    name: settings.listed ? (room.profile?.name ?? null) : null,
    online: isForAll && room.profile !== undefined ? online() : null,
    certificateDays:
      certificateEnds === null ? null : Math.floor((certificateEnds - seconds) / SECONDS_PER_DAY),
  };
}
