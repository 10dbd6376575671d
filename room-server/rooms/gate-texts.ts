import { type Act, mayDo, type PrivacyMode, ROLES, type Standing } from '@open-rooms/protocol';
import type { Ban } from '../store/ports/bans.ts';

/** Acts as a sentence has them: "you may not …". */
const ACT_WORDS: Readonly<Record<Act, string>> = {
  enter: 'come in',
  look: 'ask what it is',
  attend: 'be in the list of those who are there',
  watch: 'see who is there and what is shared',
  enumerate: 'list members',
  dial: 'connect to anybody there',
  share: 'share anything there',
  write: 'write to anybody there',
  join: 'use an invite',
  'sign-in': 'sign in',
  alias: 'register an alias',
  'own-aliases': 'have aliases',
  resolve: 'find somebody by an alias',
  'list-aliases': 'see the aliases of others',
  'moderate-aliases': 'see or take away aliases of others',
  invite: 'invite anybody',
  'moderate-invites': 'see or take back invites of others',
  'manage-members': 'see, add or change members',
  ban: 'ban anybody, or lift a ban',
  'write-notices': 'write notices',
  'read-audit': 'read the audit log',
  configure: 'change the settings',
  administer: 'make keys for programs or backups',
};

const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  owner: 'an owner',
  moderator: 'a moderator',
  participant: 'a participant',
  viewer: 'a viewer',
  external: 'somebody who is no member',
  invite: 'the key of an invite',
};

/** The refusal of whoever may not do something. Stock rooms say the beginnings of some; how to mend it comes after them. */
export function refusalText(mode: PrivacyMode, standing: Standing, act: Act): string {
  const beginning = stockBeginning(mode, standing, act) ?? 'not allowed';
  const who = `as ${STANDING_WORDS[standing]} you may not ${ACT_WORDS[act]} in this ${mode} room`;
  return `${beginning}: ${who}; ${mend(mode, standing, act)}`;
}

/** The refusal of whoever is banned, with the reason that they were given. */
export function refusalOfBan({ reason, expiresAt }: Ban): string {
  const why = reason === '' ? '' : ` ("${reason}")`;
  const until = expiresAt === null ? 'ask a moderator' : `it ends at ${new Date(expiresAt).toISOString()}`;
  return `this key has been banned${why}: ${until}`;
}

function stockBeginning(mode: PrivacyMode, standing: Standing, act: Act): string | undefined {
  if (act === 'sign-in') return 'client is not a room member';
  if (standing !== 'external') return undefined;
  if (mode === 'restricted' && mayDo('open', standing, act)) return 'access restricted to members';
  if (act === 'watch') return 'external user are not allowed to enumerate members';
  if (act === 'enumerate') return 'external users are not allowed to list members';
  return undefined;
}

function mend(mode: PrivacyMode, standing: Standing, act: Act): string {
  if (standing === 'invite') return 'use the invite, then connect with your own key';
  const able = ROLES.filter((role) => mayDo(mode, role, act)).at(-1);
  if (able === undefined) return `nobody may while it is ${mode}; an owner can change that`;
  if (able === 'owner') return 'ask an owner of the room';
  if (able === 'moderator') return 'ask a moderator of the room';
  if (standing === 'viewer') return `a participant may: ask a moderator of the room for that role`;
  return 'become a member first: use an invite, or ask a moderator of the room';
}
