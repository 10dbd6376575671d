import { administrationMethods, type Handlers } from '@open-rooms/protocol';
import type { Actor } from '../rooms/actor.ts';
import type { Operations } from './operations.ts';

type AdministrationHandlers<Caller> = Handlers<typeof administrationMethods, Caller>;

/**
 * The muxrpc face of the administration.
 * @param actorOf who does it: a peer by the key that it has proven, or whoever runs the server
 */
export function administrationHandlers<Caller>(
  operations: Operations,
  actorOf: (caller: Caller) => Actor,
): AdministrationHandlers<Caller> {
  const names = Object.keys(administrationMethods).filter((name) => isOperation(operations, name));
  return Object.fromEntries(
    names.map((name) => {
      const operation = operations[name];
      return [name, (caller: Caller, input: never) => operation(actorOf(caller), input)];
    }),
  ) as unknown as AdministrationHandlers<Caller>;
}

function isOperation(operations: Operations, name: string): name is keyof Operations {
  return Object.hasOwn(operations, name);
}
