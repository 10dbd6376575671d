import { isFeedId, type Role } from '@open-rooms/protocol';
import { asOperator } from './as-operator.ts';

/** Makes somebody a member, as whoever runs the server does on its command line. */
export async function makeMember(
  room: { readonly data: string },
  id: string,
  role: Role = 'participant',
): Promise<void> {
  if (!isFeedId(id)) throw new Error(`"${id}" is nobody's id.`);
  await asOperator(room, (remote) => remote['members.add']({ who: id, role }));
}
