import type { Operations } from '../administration/operations.ts';
import type { Invites } from './invites.ts';
import { type InvitePlace, madeInvite } from './made-invite.ts';

type InviteOperations = Pick<Operations, 'invites.list' | 'invites.create' | 'invites.revoke'>;

/** What can be done to invites, for every face. Links lead to where the room says that it is. */
export function invitesOperations(invites: Invites, place: () => InvitePlace): InviteOperations {
  return {
    'invites.list': async (actor) => invites.list(actor),
    'invites.create': async (actor, wish) => madeInvite(await invites.create(actor, wish), place()),
    'invites.revoke': async (actor, { id }) => {
      await invites.revoke(actor, id);
      return { done: true };
    },
  };
}
