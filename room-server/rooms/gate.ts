import { type Act, Refused } from '@open-rooms/protocol';

/** How a room meets strangers: the privacy modes of Rooms 2.0 that are served. */
export type PrivacyMode = 'open';

/** What anybody may do, by mode. Roles will widen it. */
const ANYONE_MAY: Readonly<Record<PrivacyMode, readonly Act[]>> = {
  open: ['look', 'attend', 'enumerate', 'dial', 'share', 'join', 'alias', 'resolve'],
};

/** Answers "may they?": the only code that does. */
export function mayDo(mode: PrivacyMode, act: Act): boolean {
  return ANYONE_MAY[mode].includes(act);
}

/** Asks {@link mayDo}. Throws {@link Refused} `not-allowed`. */
export function checkMay(mode: PrivacyMode, act: Act): void {
  if (!mayDo(mode, act)) {
    throw new Refused('not-allowed', `not allowed: this room is ${mode}, and strangers may not ${act}`);
  }
}
