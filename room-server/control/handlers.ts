import type { Handlers } from '@open-rooms/protocol';
import type { Invites } from '../invites/invites.ts';
import type { ControlContract, Status } from './contract.ts';

export interface ControlServices {
  readonly invites: Invites;
  readonly status: () => Status;
}

/** The control face of the same services that peers and pages use. */
export function controlHandlers({ invites, status }: ControlServices): Handlers<ControlContract, undefined> {
  return {
    status: () => status(),
    'invite.create': async (_caller, wish) => {
      const { code } = await invites.create(wish);
      return { code };
    },
  };
}
