import { type OperationInput, Refused } from '@open-rooms/protocol';

/** People that one invite may bring: a large meeting; whoever wants more hands out the room's address. */
export const USES_MAX = 1000;
/** Characters of a note, which tells invites apart in a list. */
export const NOTE_MAX_CHARS = 200;

/** How an invite shall be; what is left out is one use for a participant, at any time. */
export type InviteWish = Partial<OperationInput<'invites.create'>>;

/**
 * A wish with all that was left out.
 * @throws Refused `bad-argument`
 */
export function readWish(wish: InviteWish, now: number): Required<InviteWish> {
  const { role = 'participant', uses = 1, note = '', notBefore = null, expiresAt = null } = wish;
  if (!Number.isInteger(uses) || uses < 1 || uses > USES_MAX)
    throw impossible(`for ${uses} uses: say 1 to ${USES_MAX}`);
  if ([...note].length > NOTE_MAX_CHARS || /\p{Cc}/u.test(note))
    throw impossible(`with this note: use one line of at most ${NOTE_MAX_CHARS} characters`);
  if (expiresAt !== null && expiresAt <= now)
    throw impossible('that has expired: say a time to come, in milliseconds since 1970');
  if (expiresAt !== null && notBefore !== null && notBefore >= expiresAt)
    throw impossible('that expires before it may be used: say an earlier "notBefore" or a later "expiresAt"');
  return { role, uses, note, notBefore, expiresAt };
}

function impossible(what: string): Refused {
  return new Refused('bad-argument', `Cannot make an invite ${what}.`);
}
