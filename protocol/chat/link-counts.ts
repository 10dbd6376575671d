import { TokenBucket } from '../muxrpc/token-bucket.ts';
import {
  ASKS_AT_ONCE,
  ASKS_PER_SECOND,
  OWN_PUSHES_AT_ONCE,
  OWN_PUSHES_PER_SECOND,
  PAGES_AT_ONCE,
  PAGES_PER_SECOND,
} from './limits.ts';

/** How fast one link goes, all its conversations together. */
export class LinkPaces {
  readonly pushes = new TokenBucket(OWN_PUSHES_PER_SECOND, OWN_PUSHES_AT_ONCE);
  readonly asks = new TokenBucket(ASKS_PER_SECOND, ASKS_AT_ONCE);
  readonly pages = new TokenBucket(PAGES_PER_SECOND, PAGES_AT_ONCE);
  readonly looks = new TokenBucket(PAGES_PER_SECOND, PAGES_AT_ONCE);
}

/**
 * What counts on a link for one conversation as long as the link is there, however often either side leaves it: what was
 * said before a leave comes behind it, too.
 */
export class Underway {
  /** Looks that were given up before their pages came. Their pages may come, or not. */
  looks = 0;
  /** How many ids they were told and have not asked for: without it one is sent everything over and over. */
  allowance = 0;
}
