import * as v from 'valibot';
import { connectionPair } from '../connection/test-connections.ts';
import { type Handlers, serve } from './handlers.ts';
import { asyncMethod, duplexMethod, sourceMethod, syncMethod } from './method.ts';
import type { Outlet } from './outlet.ts';
import { remoteOf } from './remote.ts';

/** One method of each kind. */
export const testContract = {
  add: asyncMethod('count', v.tuple([v.number(), v.number()]), v.number()),
  'clock.now': syncMethod('look', v.tuple([]), v.number()),
  'list.words': sourceMethod('look', v.tuple([v.object({ from: v.optional(v.string()) })]), v.string()),
  echo: duplexMethod('talk', v.tuple([]), v.instance(Uint8Array)),
} as const;

export type TestContract = typeof testContract;
export type TestHandlers = Handlers<TestContract, string>;

export const testHandlers: TestHandlers = {
  add: (_caller, left, right) => left + right,
  'clock.now': () => 5,
  'list.words': (_caller, outlet) => {
    for (const word of ['one', 'two', 'three']) outlet.push(word);
    outlet.end();
  },
  echo: (_caller, stream) => {
    stream.receiver = { onFrame: (frame) => stream.forward(frame), onEnd: () => undefined };
  },
};

/** Who calls the served contract. */
export const CALLER = 'bob';

/** A caller and a server of the contract on one connection, and what the server told. */
export function rpcPair(
  changed: Partial<TestHandlers> = {},
  gate: (caller: string, act: string) => void = () => undefined,
) {
  const faults: [unknown, string][] = [];
  const refusals: string[] = [];
  const answer = serve<TestContract, string>(
    testContract,
    { ...testHandlers, ...changed },
    {
      gate,
      onRefused: (code) => refusals.push(code),
      onFault: (error, method) => faults.push([error, method]),
    },
  );
  const { left, right, clock } = connectionPair(
    {},
    {
      onRequest: (stream, request) => answer(CALLER, stream, request),
    },
  );
  const remote = remoteOf(testContract, left.connection);
  return { remote, caller: left.connection, server: right.connection, faults, refusals, clock };
}

/** A handler of `list.words` that hands its outlet out. */
export function outletOf(): { handler: TestHandlers['list.words']; outlet: () => Outlet<string> } {
  let given: Outlet<string> | undefined;
  return {
    handler: (_caller, outlet) => {
      given = outlet;
    },
    outlet: () => {
      if (given === undefined) throw new Error('nobody asked yet');
      return given;
    },
  };
}
