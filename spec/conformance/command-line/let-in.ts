import { claimProfile } from '@open-rooms/client/node';
import { sodium } from '@open-rooms/protocol/node';
import { makeMember } from '../make-member.ts';

/** Makes a member of the person of a profile, who may have an alias then: the profile is made where it is missing. */
export async function letIn(room: { readonly data: string }, home: string, name = 'me'): Promise<void> {
  await using profile = await claimProfile({ home, name, crypto: sodium });
  await makeMember(room, profile.keys.id);
}
