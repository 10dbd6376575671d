import type { Handlers, Outlet } from '@open-rooms/protocol';
import { administrationHandlers } from '../administration/handlers.ts';
import type { Operations } from '../administration/operations.ts';
import { OPERATOR } from '../rooms/actor.ts';
import type { ControlContract, Status } from './contract.ts';
import type { Health } from './health.ts';

export interface ControlServices {
  readonly status: () => Status;
  readonly health: () => Promise<Health>;
  readonly operations: Operations;
  /** Sends a backup, made now. */
  readonly backup: (outlet: Outlet<Uint8Array>) => Promise<void>;
}

/** The control face of the same services that peers and pages use. */
export function controlHandlers(services: ControlServices): Handlers<ControlContract, undefined> {
  const { status, health, operations, backup } = services;
  return {
    ...administrationHandlers(operations, () => OPERATOR),
    status: () => status(),
    health: () => health(),
    backup: (_caller, outlet) => backup(outlet),
  };
}
