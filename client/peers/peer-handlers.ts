import {
  type Act,
  answerPings,
  type FeedId,
  type Handlers,
  manifestOf,
  type PeerContract,
  type PipeOffer,
  peerContract,
  Refused,
  replicationHandlers,
  type Stream,
} from '@open-rooms/protocol';
import { consent, type Strangers } from '../contacts/consent.ts';
import type { Relation } from '../contacts/contact.ts';
import type { PeerConnection } from './peer-connection.ts';

export interface PeerServices {
  /** Who is asked. */
  readonly id: FeedId;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onPipe: (peer: PeerConnection, stream: Stream, offer: PipeOffer) => void;
}

/** What we answer through a tunnel. */
export function peerHandlers({ id, now, onPipe }: PeerServices): Handlers<PeerContract, PeerConnection> {
  const manifest = manifestOf(peerContract);
  return {
    ...replicationHandlers,
    manifest: () => manifest,
    whoami: () => ({ id }),
    'gossip.ping': (_peer, stream) => answerPings(stream, now),
    'peer.echo': (_peer, value) => value,
    'peer.pipe': onPipe,
  };
}

/** Whether somebody may ask for that at all; what is only a request is for its handler to hold. Throws `Refused`. */
export function checkConsent(relation: Relation, strangers: Strangers, act: Act | 'file'): void {
  if (act !== 'file' || consent(relation, strangers, 'file') !== 'refuse') return;
  throw new Refused('not-allowed', 'refused: they take nothing from people they do not know');
}
