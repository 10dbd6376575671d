import { type Act, type Metadata, mayDo, type Standing } from '@open-rooms/protocol';

/** What somebody is in a room, as it has told them; rooms of other kinds tell no more than whether one is a member. */
export function standingIn(metadata: Metadata | undefined): Standing {
  return metadata?.role ?? (metadata?.membership === true ? 'participant' : 'external');
}

/** Whether a room would let somebody do that, as far as it has told: by the table of spec/roles.md. */
export function mayIn(metadata: Metadata | undefined, act: Act): boolean {
  return mayDo(metadata?.mode ?? 'open', standingIn(metadata), act);
}

/**
 * Whether those count as in a room who are seen by a tunnel alone: where others than its members may open one, and one sees
 * who attends, the list decides.
 */
export function tunnelsAttend(metadata: Metadata | undefined): boolean {
  return (metadata?.mode ?? 'open') === 'open' || !mayIn(metadata, 'enumerate');
}
