import * as v from 'valibot';
import { sealedEntrySchema } from '../../audit/entry.ts';
import { auditHeadSchema } from '../../audit/head.ts';
import { feedId } from '../../rpc/schemas.ts';
import { roleSchema } from '../permissions.ts';
import { operation } from './operation.ts';
import {
  aliasSchema,
  apiKeySchema,
  auditEntrySchema,
  auditFilter,
  banSchema,
  CHAIN_LIST_MAX,
  done,
  inviteSchema,
  language,
  madeInviteSchema,
  memberSchema,
  NOTICE_MAX_CHARS,
  nothing,
  noticeName,
  noticeSchema,
  page,
  person,
  reason,
  roomSettingsSchema,
  sessionSchema,
  time,
} from './shapes.ts';

/** The whole administration of a room, once: muxrpc methods, HTTP paths, and the command line come from here. */
export const administration = {
  'members.list': operation(
    'manage-members',
    'GET /members',
    'Members with their roles, the oldest first.',
    nothing,
    v.array(memberSchema),
  ),
  'members.add': operation(
    'manage-members',
    'POST /members',
    'Adds a member, by id or alias.',
    v.strictObject({ who: person, role: v.optional(roleSchema, 'participant') }),
    memberSchema,
  ),
  'members.setRole': operation(
    'manage-members',
    'PATCH /members/{who}',
    'Gives a member another role.',
    v.strictObject({ who: person, role: roleSchema, reason: v.optional(reason, '') }),
    memberSchema,
  ),
  'members.remove': operation(
    'manage-members',
    'DELETE /members/{who}',
    'Removes a member; they are external from then on.',
    v.strictObject({ who: person, reason: v.optional(reason, '') }),
    done,
  ),

  'bans.list': operation(
    'ban',
    'GET /bans',
    'Bans that hold, the newest first.',
    nothing,
    v.array(banSchema),
  ),
  'bans.add': operation(
    'ban',
    'POST /bans',
    'Bans somebody: they are let in no more, and their links end.',
    v.strictObject({
      who: person,
      reason: v.optional(reason, ''),
      expiresAt: v.optional(v.nullable(time), null),
    }),
    banSchema,
  ),
  'bans.lift': operation('ban', 'DELETE /bans/{who}', 'Lifts a ban.', v.strictObject({ who: person }), done),

  'invites.list': operation(
    'invite',
    'GET /invites',
    "Invites, the newest first: one's own, or all for moderators.",
    nothing,
    v.array(inviteSchema),
  ),
  'invites.create': operation(
    'invite',
    'POST /invites',
    'Makes an invite.',
    v.strictObject({
      role: v.optional(roleSchema, 'participant'),
      uses: v.optional(v.number(), 1),
      note: v.optional(v.string(), ''),
      notBefore: v.optional(v.nullable(time), null),
      expiresAt: v.optional(v.nullable(time), null),
    }),
    madeInviteSchema,
  ),
  'invites.revoke': operation(
    'invite',
    'DELETE /invites/{id}',
    'Takes an invite back.',
    v.strictObject({ id: feedId }),
    done,
  ),

  'aliases.list': operation(
    'moderate-aliases',
    'GET /aliases',
    'Every alias, in the order of the alphabet.',
    nothing,
    v.array(aliasSchema),
  ),
  'aliases.revoke': operation(
    'moderate-aliases',
    'DELETE /aliases/{alias}',
    "Takes anybody's alias away.",
    v.strictObject({ alias: v.string(), reason: v.optional(reason, '') }),
    done,
  ),

  'settings.get': operation('look', 'GET /settings', 'What the room is set to.', nothing, roomSettingsSchema),
  'settings.set': operation(
    'configure',
    'PATCH /settings',
    'Changes settings; what is left out stays.',
    v.partial(v.strictObject(roomSettingsSchema.entries)),
    roomSettingsSchema,
  ),

  'notices.list': operation(
    'look',
    'GET /notices',
    'Every notice in every language.',
    nothing,
    v.array(noticeSchema),
  ),
  'notices.set': operation(
    'write-notices',
    'PUT /notices/{name}/{language}',
    'Writes a notice in one language.',
    v.strictObject({
      name: noticeName,
      language,
      title: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
      content: v.pipe(
        v.string(),
        v.maxLength(NOTICE_MAX_CHARS, `a notice has at most ${NOTICE_MAX_CHARS} characters`),
      ),
    }),
    noticeSchema,
  ),
  'notices.remove': operation(
    'write-notices',
    'DELETE /notices/{name}/{language}',
    'Removes a notice in one language.',
    v.strictObject({ name: noticeName, language }),
    done,
  ),

  'audit.list': operation(
    'read-audit',
    'GET /audit',
    'Entries of the audit log, the newest first.',
    v.strictObject({
      ...page,
      before: v.optional(v.number()),
      ...auditFilter,
    }),
    v.array(auditEntrySchema),
  ),
  'audit.verify': operation(
    'read-audit',
    'GET /audit/verification',
    'Whether the log is whole: each entry follows from the one before, signed by the room.',
    nothing,
    v.object({
      entries: v.number(),
      whole: v.boolean(),
      fault: v.nullable(v.string()),
      /** The last entry's id and hash, to be kept elsewhere: a log that is cut later does not have it. */
      head: v.nullable(auditHeadSchema),
    }),
  ),
  'audit.chain': operation(
    'read-audit',
    'GET /audit/chain',
    'Sealed entries of the audit log, the oldest first, for exports and for whoever verifies them elsewhere.',
    v.strictObject({
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(CHAIN_LIST_MAX)), 100),
      after: v.optional(v.number(), 0),
      ...auditFilter,
    }),
    v.object({ entries: v.array(sealedEntrySchema), head: v.nullable(auditHeadSchema) }),
  ),

  'sessions.list': operation(
    'sign-in',
    'GET /sessions',
    'Where one is signed in.',
    nothing,
    v.array(sessionSchema),
  ),
  'sessions.revoke': operation(
    'sign-in',
    'DELETE /sessions/{id}',
    'Signs out one session; "all" signs out every one.',
    v.strictObject({ id: v.string() }),
    done,
  ),

  'keys.list': operation('administer', 'GET /keys', 'Keys of programs.', nothing, v.array(apiKeySchema)),
  'keys.create': operation(
    'administer',
    'POST /keys',
    'Makes a key for a program, which acts as whoever made it. It is told once.',
    v.strictObject({ name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(100)) }),
    v.object({ ...apiKeySchema.entries, key: v.string() }),
  ),
  'keys.revoke': operation(
    'administer',
    'DELETE /keys/{id}',
    'Revokes a key.',
    v.strictObject({ id: v.string() }),
    done,
  ),
} as const;

export type Administration = typeof administration;
export type OperationName = keyof Administration;
export type OperationInput<Name extends OperationName> = v.InferOutput<Administration[Name]['input']>;
export type OperationResult<Name extends OperationName> = v.InferInput<Administration[Name]['result']>;
