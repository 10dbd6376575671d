import type { FeedId } from '@open-rooms/protocol';
import type { Bans } from '../bans/bans.ts';
import type { Members } from '../members/members.ts';
import type { Sessions } from './sessions.ts';

/** What ends sessions besides their owner. */
export interface EndSessionsParts {
  readonly members: Pick<Members, 'watch'>;
  readonly bans: Pick<Bans, 'watch'>;
  readonly sessions: Pick<Sessions, 'revokeAll'>;
  readonly onFault: (error: unknown) => void;
}

/** Signs out everywhere whoever is removed or banned, so that nobody is signed in again when they come back. */
export function endSessions({ members, bans, sessions, onFault }: EndSessionsParts): void {
  const end = (who: FeedId, reason: string) => {
    sessions.revokeAll(who, null, reason).catch(onFault);
  };
  members.watch(({ who, after }) => {
    if (after === undefined) end(who, 'no member any more');
  });
  bans.watch(({ who, ban }) => {
    if (ban !== undefined) end(who, 'banned');
  });
}
