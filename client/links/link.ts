import type { FeedId } from '@open-rooms/protocol';
import type { ReadonlySignal } from '@preact/signals-core';
import type { PeerStream } from '../peers/peer-stream.ts';
import type { MediaConnection } from './media/media-connection.ts';
import type { Path } from './rtc/path.ts';

export { LinkError, type LinkFault } from './link-error.ts';
export type { Path, PathKind } from './rtc/path.ts';

/** `opening` until the first connection is there, `ended` once the last has gone: then there is a new link, or none. */
export type LinkState = 'opening' | 'open' | 'ended';

/**
 * Whether a protocol runs through the room: `never` waits for the direct connection, `also` runs over it where it is
 * there and else through the room, `only` is for what must not depend on it.
 */
export type ThroughRoom = 'never' | 'also' | 'only';

export interface OpenOptions {
  /** Gives up; without it, after ten seconds. */
  readonly signal?: AbortSignal;
  /** `also` where nobody says. */
  readonly throughRoom?: ThroughRoom;
  /** Bytes that the far end may be ahead of the reader at first: 64 KiB at least, 1 MiB where nobody says. */
  readonly window?: number;
}

export interface ListenOptions {
  /** Whether streams are taken that come through the room: `also` where nobody says. */
  readonly throughRoom?: 'never' | 'also';
  /** Bytes that the far end may be ahead of the reader at first: 64 KiB at least, 1 MiB where nobody says. */
  readonly window?: number;
}

/**
 * Bytes to and from the far end, under a credit window of 1 MiB at most: read it with `for await`, write as fast as
 * promises resolve. It stays on the connection that it was opened on.
 */
export interface LinkStream extends PeerStream {
  /** What it was opened for. */
  readonly protocol: string;
  /** Whether it goes through the room. */
  readonly isThroughRoom: boolean;
}

/** Everything between this person and another: the connections come and go, the link is one (spec/links.md). */
export interface Link {
  /** The far end, by the key that the tunnel's handshake proved. */
  readonly id: FeedId;
  readonly state: ReadonlySignal<LinkState>;
  /** `undefined` while no connection answers, and where the browser does not say which way it goes. */
  readonly path: ReadonlySignal<Path | undefined>;
  /**
   * Opens a stream on the direct connection where it is healthy, else through the room.
   * @param protocol its name and version, such as `/my-app/notes/1.0.0`
   * @throws LinkError where the link has ended, the far end does not know the protocol, or the time is over
   */
  open(protocol: string, options?: OpenOptions): Promise<LinkStream>;
  /** Takes the streams of a protocol that the far end opens on this link, until disposed. */
  onStream(protocol: string, listener: (stream: LinkStream) => void, options?: ListenOptions): Disposable;
  /**
   * The media connection: the one there is, or a new one, which the far end need not have asked for. It is another
   * `RTCPeerConnection`, for raw channels and tracks.
   * @throws LinkError as {@link Link.open}
   */
  media(): Promise<MediaConnection>;
  /** Ends it, its streams and its media connection. */
  close(): void;
}
