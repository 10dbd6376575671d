import {
  type About,
  type Act,
  answerPings,
  type FeedId,
  type Handlers,
  manifestOf,
  type Outlet,
  type PeerContract,
  type PipeOffer,
  peerContract,
  Refused,
  type Ringing,
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
  /** May throw `Refused`, as the next. */
  readonly onChat: (peer: PeerConnection, stream: Stream) => void;
  readonly onLink: (peer: PeerConnection, stream: Stream) => void;
  readonly onRing: (peer: PeerConnection, outlet: Outlet<Ringing>) => void;
  readonly onAbout: (peer: PeerConnection, about: About) => About;
}

/** What we answer through a tunnel. */
export function peerHandlers(services: PeerServices): Handlers<PeerContract, PeerConnection> {
  const { id, now, onPipe, onChat, onLink, onRing, onAbout } = services;
  const manifest = manifestOf(peerContract);
  return {
    ...replicationHandlers,
    manifest: () => manifest,
    whoami: () => ({ id }),
    'gossip.ping': (_peer, stream) => answerPings(stream, now),
    'peer.echo': (_peer, value) => value,
    'peer.pipe': onPipe,
    'peer.chat': onChat,
    'peer.link': onLink,
    'peer.ring': onRing,
    'peer.about': onAbout,
  };
}

/** Whether somebody may ask for that at all; what is only a request is for its handler to hold. Throws `Refused`. */
export function checkConsent(
  relation: Relation,
  strangers: Strangers,
  act: Act | keyof typeof REFUSALS,
): void {
  if (!isWish(act) || consent(relation, strangers, act) !== 'refuse') return;
  throw new Refused('not-allowed', REFUSALS[act]);
}

/** What somebody who only watches in a room may not do to others there. Throws `Refused`. */
export function checkViewer(act: Act | keyof typeof REFUSALS): void {
  if (act !== 'file' && act !== 'ring') return;
  throw new Refused('not-allowed', 'refused: you only watch in this room, by its own word');
}

const REFUSALS = {
  file: 'refused: they take nothing from people they do not know',
  ring: 'refused: they are rung by nobody whom they do not know',
  share: 'refused: they do not talk with you',
} as const;

function isWish(act: string): act is keyof typeof REFUSALS {
  return Object.hasOwn(REFUSALS, act);
}
