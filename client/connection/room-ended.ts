import type { Ending, EndingWhy, FeedId } from '@open-rooms/protocol';
import { JoinError } from './join-error.ts';

/** Why a room ended what one had there, by its own word, which was verified. */
export interface RoomEnded {
  readonly why: EndingWhy;
  /** In the words of whoever did it; empty where they said nothing. */
  readonly reason: string;
  /** Milliseconds since 1970, by our own clock. */
  readonly at: number;
}

/** What a room's word means for somebody; `undefined` where it is about others. */
export function endedFor(id: FeedId, { why, who, reason = '', at }: Ending): RoomEnded | undefined {
  return who === undefined || who === id ? { why, reason, at } : undefined;
}

/** Whether whoever was told so is out, and not to come back by themselves. */
export function isPutOut(ended: RoomEnded | undefined): boolean {
  return ended?.why === 'removed' || ended?.why === 'banned';
}

/** What kept somebody out whom a room had told before why it would. */
export function keptOutError({ why, reason }: RoomEnded, cause: JoinError): JoinError {
  const said = reason === '' ? '' : ` ("${reason}")`;
  return new JoinError('not-let-in', `${DID[why]}${said}, and does not let you in: ask its moderators.`, {
    cause,
  });
}

const DID: Readonly<Record<EndingWhy, string>> = {
  banned: 'The room has banned you',
  removed: 'The room has removed you',
  demoted: 'The room has changed what you may do there',
  mode: 'The room has changed whom it lets in',
  stopped: 'The room was stopped',
};
