import { UdpProxy } from '../../network/udp-proxy.ts';
import { coturnHere } from '../../turn/coturn.ts';
import { randomFrom } from './random.ts';

const USER = { user: 'bench', password: 'bench' };

/** A network between peers who are far from each other. */
export interface FarNetwork extends AsyncDisposable {
  /** A relay that all of them have to use: their packets pass through the network twice, once to it and once from it. */
  readonly relay: { readonly urls: string; readonly username: string; readonly credential: string };
}

/**
 * A relay behind a slow network that loses packets. `roundTripMs`: from one peer to another and back; `lost`: the part
 * of all packets that does not get from one to the other. Answers `undefined` where there is no coturn.
 */
export async function openFarNetwork(roundTripMs: number, lost: number): Promise<FarNetwork | undefined> {
  await using opened = new AsyncDisposableStack();
  const coturn = await coturnHere(USER);
  if (coturn === undefined) return undefined;
  opened.use(coturn);
  const proxy = opened.use(await UdpProxy.start(Number(/:(\d+)\?/.exec(coturn.url)?.[1])));
  const random = randomFrom(1);
  // There and back are four ways through it.
  proxy.delayMs = roundTripMs / 4;
  proxy.isLost = () => random() < lost / 2;
  const all = opened.move();
  return {
    relay: {
      urls: coturn.url.replace(/:\d+\?/, `:${proxy.port}?`),
      username: USER.user,
      credential: USER.password,
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
