import type { BenchCase, OpenSide } from '../case.ts';
import { type Audience, type AudienceOptions, FILM } from '../shares/audience.ts';
import { openFarNetwork } from '../shares/far-network.ts';
import { openMesh } from '../shares/mesh.ts';
import { openShare } from '../shares/share.ts';
import type { Servers } from '../targets/servers.ts';
import { anew, type Figure } from './shares.ts';

/** There and back, in milliseconds: from one side of an ocean to the other. */
const ROUND_TRIP_MS = 100;

/** The sides of a case over a network on which a part of all packets is lost: a film of ours, and one in a mesh. */
export function fromFar(lost: number, figure: Figure): Pick<BenchCase, 'ours' | 'floor' | 'needsBrowser'> {
  const over = (open: (servers: Servers, options: AudienceOptions) => Promise<Audience>): OpenSide =>
    anew(async (servers) => {
      await using opened = new AsyncDisposableStack();
      const far = await openFarNetwork(ROUND_TRIP_MS, lost);
      if (far === undefined)
        throw new Error('There is no coturn to bench over: "apt-get install -y coturn" brings it.');
      opened.use(far);
      const audience = opened.use(await open(servers, { viewers: 1, picture: FILM, far }));
      const all = opened.move();
      return { ...audience, [Symbol.asyncDispose]: () => all.disposeAsync() };
    }, figure);
  return { needsBrowser: true, ours: over(openShare), floor: over(openMesh) };
}
