import type * as v from 'valibot';
import type { Act } from '../acts.ts';

/** One thing that can be done to a room, once for all faces: muxrpc, HTTP, command line. */
export interface Operation<Input extends v.GenericSchema, Result extends v.GenericSchema> {
  readonly act: Act;
  readonly input: Input;
  readonly result: Result;
  /** `GET /members`: relative to the API's root. `{name}` is a field of the input. */
  readonly http: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  /** One sentence, for the OpenAPI document. */
  readonly summary: string;
}

/** How an operation is written down. */
export function operation<Input extends v.GenericSchema, Result extends v.GenericSchema>(
  act: Act,
  http: Operation<Input, Result>['http'],
  summary: string,
  input: Input,
  result: Result,
): Operation<Input, Result> {
  return { act, http, summary, input, result };
}
