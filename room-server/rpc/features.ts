import { mayDo, type PrivacyMode } from '@open-rooms/protocol';

/** What a room serves, in the words of Rooms 2.0: apps show by it what they offer. */
export function featuresOf(mode: PrivacyMode): string[] {
  return [
    'tunnel',
    'room2',
    ...(mayDo(mode, 'external', 'attend') ? ['room1'] : []),
    ...(mayDo(mode, 'participant', 'alias') ? ['alias'] : []),
    'httpAuth',
    'httpInvite',
  ];
}
