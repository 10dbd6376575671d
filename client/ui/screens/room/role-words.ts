import type { Role, Standing } from '@open-rooms/protocol';
import { memberText } from './members-text.ts';

const ROLE_TEXTS = {
  owner: 'roleOwner',
  moderator: 'roleModerator',
  participant: 'roleParticipant',
  viewer: 'roleViewer',
  external: 'roleExternal',
  invite: 'roleExternal',
} as const;

const OWN_TEXTS = {
  owner: 'youAreOwner',
  moderator: 'youAreModerator',
  participant: 'youAreParticipant',
  viewer: 'youAreViewer',
  external: 'youAreExternal',
  invite: 'youAreExternal',
} as const;

const MAKE_TEXTS = {
  owner: 'makeOwner',
  moderator: 'makeModerator',
  participant: 'makeParticipant',
  viewer: 'makeViewer',
} as const;

/** What somebody is, in a word. */
export function roleWord(standing: Standing): string {
  return memberText(ROLE_TEXTS[standing]);
}

/** What one is oneself, as a sentence. */
export function ownRoleSentence(standing: Standing): string {
  return memberText(OWN_TEXTS[standing]);
}

/** What a menu says that gives a role. */
export function makeWords(role: Role): string {
  return memberText(MAKE_TEXTS[role]);
}
