import { feedIdOf } from '@open-rooms/protocol';

/** How many feeds each invite of the writer lets in. */
export const USES = 3;

/** Writes that the writer has under way at any time, at most. */
export const LANES = 4;

/** Whose the aliases of the writer are. */
export const NAMED = feedIdOf(new Uint8Array(32));

/** What the writer says on its standard output, one JSON a line: each is said when it is done, not before. */
export type Fact =
  | { readonly done: 'started' | 'opened' }
  | { readonly done: 'secret' | 'add' | 'create'; readonly id: string }
  | { readonly done: 'claim'; readonly name: string }
  | { readonly done: 'register'; readonly alias: string /** It is not revoked. */; readonly kept: boolean }
  | { readonly done: 'revoke'; readonly alias: string }
  | { readonly done: 'entry' /** The last one of the audit log. */; readonly id: number }
  | { readonly done: 'use'; readonly invite: string; readonly id: string };
