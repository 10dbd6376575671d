import type { ApiKeys } from './api-keys.ts';
import type { Operations } from './operations.ts';

/** Keys of programs, for every face. */
export function keysOperations(keys: ApiKeys): Pick<Operations, 'keys.list' | 'keys.create' | 'keys.revoke'> {
  return {
    'keys.list': async () => keys.list(),
    'keys.create': (actor, { name }) => keys.create(actor, name),
    'keys.revoke': async (actor, { id }) => {
      await keys.revoke(actor, id);
      return { done: true };
    },
  };
}
