import type { Context } from 'hono';
import type { ApiKeys } from '../../administration/api-keys.ts';
import type { Operations } from '../../administration/operations.ts';
import type { TakeDown } from '../../audit/happening.ts';
import type { Actor } from '../../rooms/actor.ts';
import type { Gate } from '../../rooms/gate.ts';
import type { AuditSource } from '../../store/ports/audit.ts';
import type { ViewerParts } from '../viewer.ts';

/** What the HTTP API is made from (spec/http-api.md). */
export interface ApiParts extends ViewerParts {
  /** Of the program. */
  readonly version: string;
  readonly gate: Pick<Gate, 'check' | 'may'>;
  readonly operations: Operations;
  readonly apiKeys: Pick<ApiKeys, 'actorOf'>;
  /** The audit log, to be exported. */
  readonly auditLog: AuditSource;
  readonly takeDown: TakeDown;
  /** Who sent a request (an address). */
  readonly callerOf: (context: Context) => string;
  /** Told of each error that is no refusal: a fault of ours. */
  readonly onFault: (error: unknown) => void;
}

/** Who asks, and by what. */
export interface Asker {
  readonly actor: Actor;
  /** A browser sends its cookie whoever made the page that asks; a program names its key itself. */
  readonly by: 'cookie' | 'key';
}
