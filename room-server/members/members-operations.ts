import type { FeedId, OperationResult } from '@open-rooms/protocol';
import type { Operations } from '../administration/operations.ts';
import type { Actor } from '../rooms/actor.ts';
import type { Member } from '../store/ports/members.ts';
import type { Members } from './members.ts';
import type { People } from './people.ts';

type MemberOperations = Pick<
  Operations,
  'members.list' | 'members.add' | 'members.setRole' | 'members.remove'
>;

export interface MembersOperationsParts {
  readonly members: Members;
  readonly people: People;
  readonly aliases: {
    list(feed: FeedId): Promise<string[]>;
    all(): Promise<readonly AliasOf[]>;
    /** Who is no member has no alias. */
    revokeAll(feed: FeedId, by: Actor, reason: string): Promise<void>;
  };
  readonly isOnline: (id: FeedId) => boolean;
}

interface AliasOf {
  readonly name: string;
  readonly feed: FeedId;
}

/** Who belongs to the room, for every face. */
export function membersOperations(parts: MembersOperationsParts): MemberOperations {
  const { members, people, aliases, isOnline } = parts;
  const shown = (member: Member, names: string[]): OperationResult<'members.add'> => {
    return { ...member, aliases: names, online: isOnline(member.id) };
  };
  return {
    'members.list': async () => {
      const names = Map.groupBy(await aliases.all(), ({ feed }) => feed);
      return members.list().map((member) =>
        shown(
          member,
          (names.get(member.id) ?? []).map(({ name }) => name),
        ),
      );
    },
    'members.add': async (actor, { who, role }) => {
      const member = await members.add(actor, await people.resolve(who), role);
      return shown(member, await aliases.list(member.id));
    },
    'members.setRole': async (actor, { who, role, reason }) => {
      const member = await members.setRole(actor, await people.resolve(who), role, reason);
      return shown(member, await aliases.list(member.id));
    },
    'members.remove': async (actor, { who, reason }) => {
      const id = await people.resolve(who);
      await members.remove(actor, id, reason);
      await aliases.revokeAll(id, actor, reason);
      return { done: true };
    },
  };
}
