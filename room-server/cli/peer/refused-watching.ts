import type { WatchState } from '@open-rooms/client';
import { type Family, type RefusalCode, Refused } from '@open-rooms/protocol';

type RefusedState = Extract<WatchState, { readonly kind: 'refused' }>;

/** Why somebody was not let in to watch, and what they can do. */
const REASONS: Readonly<Record<RefusedState['why'], readonly [RefusalCode, string]>> = {
  'not-here': ['not-allowed', 'the sharer does not see you in the room. Try again in some seconds.'],
  removed: ['not-allowed', 'the sharer has taken you out of it.'],
  full: ['too-many', 'as many watch as may. Try again when somebody has left.'],
  'not-decodable': ['bad-argument', 'it is encoded in a way that cannot be saved there.'],
  over: ['not-found', 'it is over.'],
  'not-invited': ['not-allowed', 'it is for others. Ask the sharer to let you watch, too.'],
};

/** The refusal as an error whose sentence says what to do. */
export function refusedWatching(
  { why, codec }: RefusedState,
  decodes: readonly Family[],
  save: string | undefined,
): Refused {
  const [code, reason] = REASONS[why];
  if (why !== 'not-decodable' || save === undefined)
    return new Refused(code, `Cannot watch this share: ${reason}`);
  const end = codec === 'h264' ? '.mp4' : '.webm';
  const sentence = `Cannot save this share to "${save}", which holds ${decodes.join(', ')}: it is ${codec ?? 'something else'}. Give a name that ends in ${end}.`;
  return new Refused(code, sentence);
}
