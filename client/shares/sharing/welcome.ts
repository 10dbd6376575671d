import {
  type FeedId,
  SHARE_NAME_MAX_CHARS,
  type SharerMessage,
  type VideoFamily,
} from '@open-rooms/protocol';
import type { ShareSource } from '../share-source.ts';

/** What a viewer is told first. */
export type Welcome = Extract<SharerMessage, { type: 'welcome' }>;

/** What viewers are told of a source that is encoded in this way. */
export function welcomeOf(
  { kind, name, hasAudio }: Pick<ShareSource, 'kind' | 'name' | 'hasAudio'>,
  room: FeedId,
  codec: VideoFamily,
): Welcome {
  const called = name === undefined ? {} : { name: name.slice(0, SHARE_NAME_MAX_CHARS).toWellFormed() };
  return { type: 'welcome', kind, hasAudio, room, codec, ...called };
}
