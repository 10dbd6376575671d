import type { OperationInput, OperationName, OperationResult } from '@open-rooms/protocol';
import type { Actor } from '../rooms/actor.ts';

/** What does each operation, once the gate has let the actor. Each service brings its own: `<service>-operations.ts`. */
export type Operations = {
  readonly [Name in OperationName]: (
    actor: Actor,
    input: OperationInput<Name>,
  ) => Promise<OperationResult<Name>>;
};
