import type * as v from 'valibot';
import type { CallType } from '../muxrpc/request.ts';

/** Schema of an argument list. */
export type ArgumentsSchema = v.GenericSchema<readonly unknown[], readonly unknown[]>;

/**
 * One method of a contract: how it is called, which act it is (the gate says who may), what it takes, and what
 * comes back (each value of a source; what a duplex sends is bytes or numbers, as its method says).
 */
export interface Method<
  Type extends CallType,
  Act extends string,
  Args extends ArgumentsSchema,
  Result extends v.GenericSchema,
> {
  readonly type: Type;
  readonly act: Act;
  readonly args: Args;
  readonly result: Result;
}

export type AnyMethod = Method<CallType, string, ArgumentsSchema, v.GenericSchema>;

/** The whole API of one side: dotted wire names and their methods. */
export type Contract = Readonly<Record<string, AnyMethod>>;

function kind<Type extends CallType>(type: Type) {
  return <Act extends string, Args extends ArgumentsSchema, Result extends v.GenericSchema>(
    act: Act,
    args: Args,
    result: Result,
  ): Method<Type, Act, Args, Result> => ({ type, act, args, result });
}

/** `kind(act, arguments, result)`: how a contract is written down. */
export const asyncMethod = kind('async');
export const syncMethod = kind('sync');
export const sourceMethod = kind('source');
export const duplexMethod = kind('duplex');

/** The nested object of type strings that muxrpc peers ask for. */
export interface Manifest {
  readonly [name: string]: CallType | Manifest;
}

/** The manifest of a contract, as `manifest` answers it. */
export function manifestOf(contract: Contract): Manifest {
  const root: { [name: string]: CallType | Manifest } = {};
  for (const [name, { type }] of Object.entries(contract)) {
    const path = name.split('.');
    const last = path.pop() ?? name;
    let group: { [name: string]: CallType | Manifest } = root;
    for (const part of path) {
      const inner = (group[part] ?? {}) as { [name: string]: CallType | Manifest };
      group[part] = inner;
      group = inner;
    }
    group[last] = type;
  }
  return root;
}
