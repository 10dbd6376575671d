import { Refused } from '@open-rooms/protocol';
import type { Operations } from '../administration/operations.ts';
import type { Actor } from '../rooms/actor.ts';
import type { Sessions } from './sessions.ts';

/** One's own sessions: nobody sees or ends another's, except by removing or banning them. */
export function sessionsOperations(
  sessions: Sessions,
): Pick<Operations, 'sessions.list' | 'sessions.revoke'> {
  return {
    'sessions.list': async (actor) => {
      if (actor.kind !== 'feed') return [];
      return sessions
        .list(actor.id)
        .map((session) => ({ ...session, current: session.id === actor.session }));
    },
    'sessions.revoke': async (actor, { id }) => {
      if (actor.kind !== 'feed') throw nobodysSessions(actor);
      if (id === 'all') await sessions.revokeAll(actor.id, actor);
      else await sessions.revoke(actor.id, id);
      return { done: true };
    },
  };
}

function nobodysSessions(actor: Actor): Refused {
  return new Refused(
    'not-allowed',
    `Cannot sign out the ${actor.kind}, who has no session: say for whom this is done.`,
  );
}
