import type { Clock, FeedId, LoneWire } from '@open-rooms/protocol';
import type { Identity } from '../identity/identity.ts';
import type { PeerConnection } from '../peers/peer-connection.ts';
import type { PeerStream } from '../peers/peer-stream.ts';
import type { Line } from './line.ts';
import type { MediaConnection } from './media/media-connection.ts';
import type { SignalWire } from './media/signal.ts';
import type { RtcConfiguration } from './rtc/rtc.ts';

/** A stream of `peer.link`, at either end. */
export interface Carrier {
  readonly peer: Pick<PeerConnection, 'id' | 'room'>;
  readonly stream: PeerStream;
  /** Which side asked for it. */
  readonly opener: 'here' | 'there';
}

/** What a node tells of what happens to its connections. */
export interface NodeEvents {
  /** A connection is there, by whichever side. */
  onLine(line: Line): void;
  /** The far end opens a stream. */
  onStream(line: Line, protocol: string, wire: LoneWire): void;
  /** Whether the far end may begin to signal a direct connection over this one. Asked once for each. */
  maySignal(line: Line): boolean;
  /** Whether somebody may have a connection at all. */
  mayConnect(id: FeedId): boolean;
}

/** libp2p, as links see it. */
export interface LinkNode {
  /** Makes a base connection of a stream in a tunnel; resolves once `onLine` was told of it. */
  carry(carrier: Carrier, signal: AbortSignal): Promise<void>;
  /** Dials a direct connection, signalled over the base connection, in time; resolves once `onLine` was told of it. */
  dial(id: FeedId, room: FeedId): Promise<void>;
  /** The own address is hidden from now on: nothing comes of the direct connections that are being made. */
  hide(): void;
  /** Takes streams of this protocol from now on. */
  handle(protocol: string): void;
  unhandle(protocol: string): void;
  /** Begins a media connection. */
  media(begin: MediaBegin): MediaConnection;
  stop(): Promise<void>;
}

/** How a media connection begins. */
export interface MediaBegin {
  /** The stream that it is signalled over. */
  readonly wire: SignalWire;
  /** Which side opened that. */
  readonly opener: 'here' | 'there';
  readonly isPolite: boolean;
  /** Opens another such stream. */
  readonly reopen: (signal: AbortSignal) => Promise<SignalWire>;
  /** Whether another connection may be made, because the far end offers one or is silent. Asked once for each. */
  readonly mayMake: () => boolean;
}

export interface LinkNodeParts {
  readonly identity: Identity;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly events: NodeEvents;
  /** Asked before each direct connection is made. */
  readonly ice: () => Promise<RtcConfiguration>;
}

/** The part of links that is large, and is loaded when the first peer is there: `@open-rooms/client/links`. */
export interface LinksModule {
  startLinkNode(parts: LinkNodeParts): Promise<LinkNode>;
}

export type LinksLoader = () => Promise<LinksModule>;
