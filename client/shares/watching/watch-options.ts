import type { Family } from '@open-rooms/protocol';

export interface WatchOptions {
  /** What the program decodes: the sharer chooses a codec that everybody who watches does. */
  readonly decodes: readonly Family[];
  /** Whether others may be fed from here, asked again and again: not on phones, nor in tabs that nobody sees. Where nobody says: yes. */
  readonly mayForward?: () => boolean;
  /** Viewers that are fed from here at most; what the machine and its network carry, where nobody says. 0: none. */
  readonly fanOut?: number;
}
