import type { Clock } from '@open-rooms/protocol';
import type { Peers } from '../../peers/peers.ts';
import type { Links } from '../links.ts';
import { answerMeasuring } from './answer-measure.ts';
import { takePipes } from './pipes.ts';

export interface ServeOptions {
  readonly clock: Clock;
  /** Whether the program takes what is sent to it. */
  readonly takesPipes: boolean;
}

/** What every program of ours answers over its links. */
export function serveLinks(links: Links, peers: Peers, { clock, takesPipes }: ServeOptions): void {
  answerMeasuring(links, (id) => peers.takesFrom(id), clock);
  if (takesPipes) takePipes(links, peers, clock);
}
