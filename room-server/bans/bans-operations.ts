import type { Operations } from '../administration/operations.ts';
import type { People } from '../members/people.ts';
import type { Bans } from './bans.ts';

/** Who is let in no more, for every face. */
export function bansOperations(
  bans: Bans,
  people: People,
): Pick<Operations, 'bans.list' | 'bans.add' | 'bans.lift'> {
  return {
    'bans.list': async () => bans.list(),
    'bans.add': async (actor, { who, ...wish }) => bans.add(actor, await people.resolve(who), wish),
    'bans.lift': async (actor, { who }) => {
      await bans.lift(actor, await people.resolve(who));
      return { done: true };
    },
  };
}
