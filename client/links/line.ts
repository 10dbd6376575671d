import type { FeedId, LoneWire } from '@open-rooms/protocol';
import type { Path } from './rtc/path.ts';

/** One connection of a link, as the link sees it: through the room (`base`), or direct. */
export interface Line {
  readonly id: FeedId;
  readonly kind: 'base' | 'direct';
  readonly opener: 'here' | 'there';
  /** Resolves once it is over, in whatever way. */
  readonly closed: Promise<void>;
  /** When something last came over it, by the clock. */
  readonly heardAt: number;
  /** The streams of applications that are open on it. */
  readonly streams: number;
  /** Opens a stream. @throws LinkError where the far end does not know the protocol, or the signal's reason */
  open(protocol: string, signal: AbortSignal): Promise<LoneWire>;
  /** Which way it goes now; `undefined` where that cannot be seen. */
  path(): Promise<Path | undefined>;
  /** Ends it at once. */
  abort(sentence: string): void;
}
