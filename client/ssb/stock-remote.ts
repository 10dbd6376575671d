import {
  ConnectionEnded,
  type Contract,
  manifestOf,
  type Remote,
  RemoteError,
  UnknownAnswer,
} from '@open-rooms/protocol';
import * as v from 'valibot';
import { type Rpc, remoteApi, type Source } from './stock-packages.ts';

/** The methods of a contract that answer: one value, or one after the other. */
type Answering<C extends Contract> = {
  [Name in keyof C as C[Name]['type'] extends 'duplex' | 'sink' ? never : Name]: C[Name];
};

/** A contract as it is called over a connection of a stock app. */
export type StockRemote<C extends Contract> = Remote<Answering<C>>;

/** How muxrpc and packet-stream say that a call ended because its connection did. */
const CONNECTION_ENDED =
  /unexpected end of parent stream|stream is closed|parent stream closing|unexpected hangup/;

/**
 * Calls by a contract of ours over a connection of a stock app. An app's own functions come from its own manifest,
 * which knows nothing of rooms: muxrpc makes these of ours. What comes back is read by the contract. Calls reject as
 * those of our own connections do: with `RemoteError` and `ConnectionEnded`.
 */
export function stockRemote<C extends Contract>(contract: C, rpc: Rpc): StockRemote<C> {
  const api = remoteApi({}, manifestOf(contract), (kind, method, args, done) =>
    // One overload for each kind; muxrpc looks at the kind as we do.
    rpc.stream.remoteCall(kind as 'async', method, args, done),
  );
  const calls = Object.entries(contract)
    .filter(([, { type }]) => type !== 'duplex' && type !== 'sink')
    .map(([name, { type, result }]) => {
      const call = functionAt(api, name);
      const read = (value: unknown) => readResult(name, result, value);
      const ask =
        type === 'source'
          ? (...args: unknown[]) => readSource(call, args, rpc, read)
          : (...args: unknown[]) => readAnswer(call, args, rpc, read);
      return [name, ask];
    });
  return Object.fromEntries(calls) as StockRemote<C>;
}

/** The words of whatever a stock package throws or answers. */
export function errorText(error: unknown): string {
  if (error instanceof Error) return error.message;
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}

type Call = (...args: unknown[]) => unknown;

function functionAt(api: object, name: string): Call {
  let found: unknown = api;
  for (const part of name.split('.')) found = (found as Record<string, unknown>)[part];
  return found as Call;
}

function readAnswer(
  call: Call,
  args: readonly unknown[],
  rpc: Rpc,
  read: (value: unknown) => unknown,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (rpc.closed) return reject(new ConnectionEnded());
    call(...args, (error: unknown, value: unknown) => {
      if (error) return reject(errorOf(error, rpc));
      try {
        resolve(read(value));
      } catch (unreadable) {
        reject(unreadable);
      }
    });
  });
}

/** Takes the next value when it is asked for: what a stock source sends meanwhile waits in muxrpc's own queue. */
async function* readSource(
  call: Call,
  args: readonly unknown[],
  rpc: Rpc,
  read: (value: unknown) => unknown,
): AsyncGenerator<unknown> {
  if (rpc.closed) throw new ConnectionEnded();
  const source = call(...args, () => undefined) as Source;
  try {
    while (true) {
      const next = await take(source, rpc);
      if (next === undefined) return;
      yield read(next.value);
    }
  } finally {
    source(true, () => undefined);
  }
}

function take(source: Source, rpc: Rpc): Promise<{ readonly value: unknown } | undefined> {
  return new Promise((resolve, reject) => {
    source(null, (end, value) => {
      if (end === null || end === undefined || end === false) resolve({ value });
      else if (end === true && !rpc.closed) resolve(undefined);
      else reject(errorOf(end, rpc));
    });
  });
}

function errorOf(error: unknown, rpc: Rpc): Error {
  const text = errorText(error);
  return rpc.closed || error === true || CONNECTION_ENDED.test(text)
    ? new ConnectionEnded()
    : new RemoteError(text);
}

function readResult(name: string, schema: v.GenericSchema, value: unknown): unknown {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new UnknownAnswer(`${name} answered what its contract does not say: ${result.issues[0].message}`);
}
