import * as v from 'valibot';
import type { Request } from '../muxrpc/request.ts';
import type { Stream } from '../muxrpc/stream.ts';
import { type RefusalCode, Refused } from '../refusal/refused.ts';
import type { AnyMethod, Contract } from './method.ts';
import { Outlet } from './outlet.ts';

type ArgsOf<M extends AnyMethod> = v.InferOutput<M['args']>;
type ResultOf<M extends AnyMethod> = v.InferInput<M['result']>;

/** The function that serves a method, by its type. */
export type Handler<M extends AnyMethod, Caller> = M['type'] extends 'source'
  ? (caller: Caller, outlet: Outlet<ResultOf<M>>, ...args: ArgsOf<M>) => void | Promise<void>
  : M['type'] extends 'duplex' | 'sink'
    ? (caller: Caller, stream: Stream, ...args: ArgsOf<M>) => void
    : (caller: Caller, ...args: ArgsOf<M>) => ResultOf<M> | Promise<ResultOf<M>>;

/** One function for each method of a contract: a missing one does not compile. */
export type Handlers<C extends Contract, Caller> = { readonly [Name in keyof C]: Handler<C[Name], Caller> };

/** The same function, before its method is known. */
type AnyHandler<Caller> = (caller: Caller, ...rest: readonly unknown[]) => unknown;

export interface ServeOptions<C extends Contract, Caller> {
  /** Throws {@link Refused} where the caller may not do this. */
  readonly gate: (caller: Caller, act: C[keyof C]['act']) => void;
  /** Told of every refusal, to be counted. */
  readonly onRefused?: (code: RefusalCode) => void;
  /** Told of every fault of ours. The caller is only told that there was one. */
  readonly onFault: (error: unknown, method: string) => void;
}

/** Answers requests by a contract: reads arguments, asks the gate, calls handlers, encodes results. */
export function serve<C extends Contract, Caller>(
  contract: C,
  handlers: Handlers<C, Caller>,
  { gate, onRefused, onFault }: ServeOptions<C, Caller>,
): (caller: Caller, stream: Stream, request: Request) => void {
  const answer = (stream: Stream, error: unknown): void => {
    if (error instanceof Refused) {
      onRefused?.(error.code);
      stream.fail(error.message);
    } else {
      onFault(error, stream.name);
      stream.fail('internal error: a fault of this program, which its log describes');
    }
  };
  return (caller, stream, request) => {
    const method = Object.hasOwn(contract, request.name) ? contract[request.name] : undefined;
    const handler = method && (handlers[request.name] as AnyHandler<Caller> | undefined);
    if (method === undefined || handler === undefined) return stream.fail(unknownMethod(request.name));
    try {
      const args = readArguments(method, stream, request);
      gate(caller, method.act);
      if (method.type === 'source') watch(handler(caller, new Outlet(stream), ...args), stream, answer);
      else if (!stream.isCall) handler(caller, stream, ...args);
      else settle(handler(caller, ...args), stream, answer);
    } catch (error) {
      answer(stream, error);
    }
  };
}

/**
 * The refusal of a method that is not there. Stock room clients ask the older generation of methods only where
 * the sentence ends with exactly these words.
 */
function unknownMethod(name: string): string {
  return `method:${name.replaceAll('.', ',')} is not in list of allowed methods`;
}

function readArguments(method: AnyMethod, stream: Stream, request: Request): readonly unknown[] {
  const isCall = method.type === 'async' || method.type === 'sync';
  if (isCall !== stream.isCall || (!isCall && request.type !== undefined && request.type !== method.type)) {
    throw new Refused('bad-argument', `${request.name} is ${method.type}, but was called as ${stream.type}`);
  }
  const read = v.safeParse(method.args, request.args, { abortEarly: true });
  if (read.success) return read.output;
  const issue = read.issues[0];
  const where = v.getDotPath(issue);
  const place = where === null ? '' : ` at ${where}`;
  throw new Refused('bad-argument', `${request.name}: cannot read the arguments${place}: ${issue.message}`);
}

/** A source may take its time to begin; where it fails at that, its reader is told. */
function watch(begun: unknown, stream: Stream, answer: (stream: Stream, error: unknown) => void): void {
  if (begun instanceof Promise) begun.catch((error: unknown) => answer(stream, error));
}

function settle(result: unknown, stream: Stream, answer: (stream: Stream, error: unknown) => void): void {
  if (result instanceof Promise) {
    result.then((value) => stream.send(value)).catch((error: unknown) => answer(stream, error));
  } else stream.send(result);
}
