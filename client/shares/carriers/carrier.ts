import type { FeedFrame } from '@open-rooms/protocol';

/**
 * Which way chunks come: over the direct connection, which may go by a relay, through the room, or over the media
 * connection while the direct one is silent.
 */
export type Through = 'direct' | 'relayed' | 'room' | 'media';

/** What a child says first. */
export type FeedHello = Extract<FeedFrame, { readonly kind: 'hello' }>;

/** How frames of a share go between two who are linked (spec/shares.md, "Carriers"). */
export interface Carrier {
  readonly through: Through;
  /** Whether what is sent first comes first. All that is sent comes, unless it is closed before. */
  readonly isOrdered: boolean;
  /** Bytes that it takes now without much standing in a queue of its own, which nothing can be taken back from. */
  readonly room: number;
  /** Sends a frame. What is sent without room waits. */
  send(frame: FeedFrame): void;
  /** Calls `listener` whenever there is room again. One listener at a time. */
  onRoom(listener: () => void): void;
  /** Calls `listener` with each frame that comes; those that came before anybody listened first. One at a time. */
  onFrame(listener: (frame: FeedFrame) => void): void;
  /** Resolves once it is over, with the far end's sentence, or what happened; `undefined` where it ended well. */
  readonly closed: Promise<string | undefined>;
  /** Ends it, once what was sent has left; the far end is told `why` at once, and what was sent is lost, where it is given. */
  close(why?: string): void;
}
