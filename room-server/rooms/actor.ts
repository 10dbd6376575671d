import type { FeedId } from '@open-rooms/protocol';

/** Whoever does something to a room: a person by their proven key, or whoever runs the server, who may do all. */
export type Actor =
  | {
      readonly kind: 'feed';
      readonly id: FeedId;
      /** The network address it came from, for the audit log. */
      readonly address?: string | undefined;
      /** The session of the web pages that it came by, where it did. */
      readonly session?: string | undefined;
    }
  | { readonly kind: 'operator' };

export const OPERATOR: Actor = { kind: 'operator' };

/** How an actor stands in lists and in the audit log: a feed id, or `operator`. */
export function actorName(actor: Actor): string {
  return actor.kind === 'feed' ? actor.id : actor.kind;
}

/** Whether an actor does something to themselves. */
export function isSelf(actor: Actor, who: FeedId): boolean {
  return actor.kind === 'feed' && actor.id === who;
}
