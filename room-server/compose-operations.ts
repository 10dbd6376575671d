import type { FeedId } from '@open-rooms/protocol';
import type { ApiKeys } from './administration/api-keys.ts';
import { keysOperations } from './administration/keys-operations.ts';
import type { Operations } from './administration/operations.ts';
import type { Aliases } from './aliases/aliases.ts';
import { aliasesOperations } from './aliases/aliases-operations.ts';
import type { Audit } from './audit/audit.ts';
import { auditOperations } from './audit/audit-operations.ts';
import type { Bans } from './bans/bans.ts';
import { bansOperations } from './bans/bans-operations.ts';
import type { Invites } from './invites/invites.ts';
import { invitesOperations } from './invites/invites-operations.ts';
import type { InvitePlace } from './invites/made-invite.ts';
import type { Members } from './members/members.ts';
import { membersOperations } from './members/members-operations.ts';
import type { People } from './members/people.ts';
import type { Notices } from './notices/notices.ts';
import { noticesOperations } from './notices/notices-operations.ts';
import type { RoomSettings } from './rooms/settings.ts';
import { settingsOperations } from './rooms/settings-operations.ts';
import type { Sessions } from './signin/sessions.ts';
import { sessionsOperations } from './signin/sessions-operations.ts';

/** The services that do them. */
interface Services {
  readonly members: Members;
  readonly people: People;
  readonly aliases: Aliases;
  readonly bans: Bans;
  readonly invites: Invites;
  readonly settings: RoomSettings;
  readonly audit: Audit;
  readonly notices: Notices;
  readonly sessions: Sessions;
  readonly apiKeys: ApiKeys;
  readonly presence: { readonly attendants: { has(id: FeedId): boolean } };
}

/** Every operation, of whichever service: a missing one does not compile. */
export function allOperations(services: Services, place: () => InvitePlace): Operations {
  const { members, people, aliases, bans, invites, settings, audit, notices, sessions, apiKeys, presence } =
    services;
  const isOnline = presence.attendants.has.bind(presence.attendants);
  return {
    ...membersOperations({ members, people, aliases, isOnline }),
    ...bansOperations(bans, people),
    ...invitesOperations(invites, place),
    ...aliasesOperations(aliases),
    ...settingsOperations(settings),
    ...noticesOperations(notices),
    ...auditOperations(audit),
    ...sessionsOperations(sessions),
    ...keysOperations(apiKeys),
  };
}
