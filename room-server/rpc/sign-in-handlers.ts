import type { Handlers, RoomContract } from '@open-rooms/protocol';
import type { SignIns } from '../signin/sign-ins.ts';
import type { RoomPeer } from './room-peer.ts';

type SignInMethods = 'httpAuth.sendSolution' | 'httpAuth.invalidateAllSolutions';

/** What an app says of the browsers of its person, by its proven key (spec/sign-in.md). */
export function signInHandlers(signIns: SignIns): Pick<Handlers<RoomContract, RoomPeer>, SignInMethods> {
  return {
    'httpAuth.sendSolution': (caller, sc, cc, sol) => signIns.solve(caller.id, sc, cc, sol),
    'httpAuth.invalidateAllSolutions': (caller) => signIns.invalidateAll(caller.id),
  };
}
