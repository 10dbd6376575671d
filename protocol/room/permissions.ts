import * as v from 'valibot';
import { ACTS, type Act } from './acts.ts';

/** The roles of Rooms 2.0 that are granted and kept (`owner` is its admin, `participant` its member), the highest first. */
export const ROLES = ['owner', 'moderator', 'participant', 'viewer'] as const;
export type Role = (typeof ROLES)[number];
export const roleSchema = v.picklist(ROLES, `a role is one of ${ROLES.join(', ')}`);

/** The privacy modes of Rooms 2.0. */
export const PRIVACY_MODES = ['open', 'community', 'restricted'] as const;
export type PrivacyMode = (typeof PRIVACY_MODES)[number];
export const privacyModeSchema = v.picklist(PRIVACY_MODES, `a mode is one of ${PRIVACY_MODES.join(', ')}`);

/**
 * What somebody is in a room: the role that they were granted; `external` for whoever has none; `invite` for the key
 * that an invite is made of, which is there only to be used.
 */
export const STANDINGS = [...ROLES, 'external', 'invite'] as const;
export type Standing = (typeof STANDINGS)[number];

type Row = Readonly<Record<PrivacyMode, readonly Standing[]>>;

const NOBODY: readonly Standing[] = [];
const OWNER: readonly Standing[] = ['owner'];
const MODERATORS: readonly Standing[] = ['owner', 'moderator'];
const MEMBERS: readonly Standing[] = ['owner', 'moderator', 'participant'];
const GRANTED: readonly Standing[] = [...MEMBERS, 'viewer'];
const MEMBERS_AND_EXTERNAL: readonly Standing[] = [...MEMBERS, 'external'];
const PEOPLE: readonly Standing[] = [...GRANTED, 'external'];

function everywhere(who: readonly Standing[]): Row {
  return { open: who, community: who, restricted: who };
}

/** The one table: privacy × role × act (spec/roles.md). */
const PERMISSIONS: Readonly<Record<Act, Row>> = {
  enter: { open: STANDINGS, community: STANDINGS, restricted: [...GRANTED, 'invite'] },
  look: { open: STANDINGS, community: STANDINGS, restricted: [...GRANTED, 'invite'] },
  attend: { open: PEOPLE, community: GRANTED, restricted: GRANTED },
  watch: { open: PEOPLE, community: GRANTED, restricted: GRANTED },
  enumerate: { open: MEMBERS_AND_EXTERNAL, community: MEMBERS, restricted: MEMBERS },
  dial: { open: PEOPLE, community: PEOPLE, restricted: GRANTED },
  share: { open: MEMBERS_AND_EXTERNAL, community: MEMBERS, restricted: MEMBERS },
  write: { open: MEMBERS_AND_EXTERNAL, community: MEMBERS_AND_EXTERNAL, restricted: MEMBERS },
  join: { open: STANDINGS, community: STANDINGS, restricted: [...GRANTED, 'invite'] },
  'sign-in': everywhere(GRANTED),
  alias: { open: MEMBERS, community: MEMBERS, restricted: NOBODY },
  'own-aliases': everywhere(GRANTED),
  resolve: { open: PEOPLE, community: PEOPLE, restricted: NOBODY },
  'list-aliases': { open: MEMBERS_AND_EXTERNAL, community: MEMBERS, restricted: MODERATORS },
  'moderate-aliases': everywhere(MODERATORS),
  invite: { open: MEMBERS_AND_EXTERNAL, community: MEMBERS, restricted: MODERATORS },
  'moderate-invites': everywhere(MODERATORS),
  'manage-members': everywhere(MODERATORS),
  ban: everywhere(MODERATORS),
  'write-notices': everywhere(MODERATORS),
  'read-audit': everywhere(MODERATORS),
  configure: everywhere(OWNER),
  administer: everywhere(OWNER),
};

/** Answers "may they?". */
export function mayDo(mode: PrivacyMode, standing: Standing, act: Act): boolean {
  return PERMISSIONS[act][mode].includes(standing);
}

/** All that somebody may do. */
export function actsOf(mode: PrivacyMode, standing: Standing): readonly Act[] {
  return ACTS.filter((act) => mayDo(mode, standing, act));
}

/**
 * Acts that go on: being in the room, watching, a tunnel, a share, a link. All others are asked for anew each time, and
 * refused from then on.
 */
export const LASTING_ACTS: readonly Act[] = [
  'enter',
  'look',
  'attend',
  'watch',
  'enumerate',
  'dial',
  'share',
  'write',
];

/** Whether something that `before` might do, `after` may not do any more; of all acts, or of some. */
export function isNarrower(
  before: { readonly mode: PrivacyMode; readonly standing: Standing },
  after: { readonly mode: PrivacyMode; readonly standing: Standing },
  acts: readonly Act[] = ACTS,
): boolean {
  return acts.some(
    (act) => mayDo(before.mode, before.standing, act) && !mayDo(after.mode, after.standing, act),
  );
}

/** Whether one stands above another, and so may moderate them: an owner above everybody, others above what is lower. */
export function isAbove(actor: Standing, other: Standing): boolean {
  if (actor === 'owner') return true;
  return rankOf(actor) < rankOf(other);
}

/**
 * Whether somebody may grant a role, by hand or by an invite: an owner every role; a moderator those below their own;
 * a participant, and anyone in an open room, a participant's and a viewer's by an invite.
 */
export function mayGrant(actor: Standing, role: Role): boolean {
  if (actor === 'owner') return true;
  return role === 'participant' || role === 'viewer';
}

function rankOf(standing: Standing): number {
  return STANDINGS.indexOf(standing);
}
