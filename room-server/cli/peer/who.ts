import type { FeedId } from '@open-rooms/protocol';

/** Somebody, and what the person calls them. */
export interface Who {
  readonly id: FeedId;
  /** Left out where the contact book has none. */
  readonly name?: string;
}
