import {
  attendantContract,
  type CallType,
  type Clock,
  ConnectionEnded,
  RemoteError,
  remoteOf,
  type Stream,
} from '@open-rooms/protocol';

/** An app answers at once, or asks its person first, who has to find the phone. */
export const SOLUTION_MS = 60_000;

/** A connection by which an app can be asked. */
export interface App {
  request(name: string, type: CallType, args: readonly unknown[]): Stream;
}

const METHOD = 'httpAuth.requestSolution';
const contract = { [METHOD]: attendantContract[METHOD] };

/**
 * Asks an app for its solution of a sign-in. `undefined` where it has none (it did not begin the sign-in, or its
 * person does not want it), says nothing in time, or goes away.
 */
export async function askSolution(
  peer: App,
  sc: string,
  cc: string,
  clock: Pick<Clock, 'after'>,
): Promise<string | undefined> {
  const late = Promise.withResolvers<undefined>();
  using _timer = clock.after(SOLUTION_MS, () => late.resolve(undefined));
  try {
    return await Promise.race([remoteOf(contract, peer)[METHOD](sc, cc), late.promise]);
  } catch (error) {
    if (error instanceof RemoteError || error instanceof ConnectionEnded) return undefined;
    throw error;
  }
}
