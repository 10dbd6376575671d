import type { Operations } from '../administration/operations.ts';
import type { Aliases } from './aliases.ts';

/** What moderators do with the names that people have. */
export function aliasesOperations(aliases: Aliases): Pick<Operations, 'aliases.list' | 'aliases.revoke'> {
  return {
    'aliases.list': async () => {
      const all = await aliases.all();
      return all.map(({ name, feed, registeredAt }) => ({
        alias: name,
        id: feed,
        registeredAt,
        url: aliases.urlOf(name),
      }));
    },
    'aliases.revoke': async (actor, { alias, reason }) => {
      await aliases.moderate(actor, alias, reason);
      return { done: true };
    },
  };
}
