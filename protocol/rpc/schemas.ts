import * as v from 'valibot';
import { type FeedId, isFeedId } from '../identity/feed-id.ts';

/** What the contracts of rooms and of peers are written in. */

export const feedId = v.custom<FeedId>(isFeedId, 'should be a feed id, @….ed25519');

/** Since 1970. */
export const milliseconds = v.number();

/** Peers pass all sorts of things where nothing is asked: `null`, `{}`, a callback's leftovers. */
export const nothing = v.pipe(
  v.array(v.unknown()),
  v.transform((): [] => []),
);

/** One argument of any kind. */
export const anything = v.pipe(
  v.array(v.unknown()),
  v.transform((args): [unknown] => [args[0] ?? null]),
);
