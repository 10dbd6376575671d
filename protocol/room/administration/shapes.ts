import * as v from 'valibot';
import { feedId } from '../../rpc/schemas.ts';
import { privacyModeSchema, roleSchema } from '../permissions.ts';

/** Who is meant: a feed id, or an alias of this room (`bob`, `@bob`, `@bob@room.example`). */
export const person = v.pipe(v.string(), v.trim(), v.nonEmpty('say a feed id or an alias'), v.maxLength(512));
/** Milliseconds since 1970. */
export const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Why something was done: one line, which whoever it concerns may read. */
export const REASON_MAX_CHARS = 200;
export const reason = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(REASON_MAX_CHARS, `a reason has at most ${REASON_MAX_CHARS} characters`),
  v.check(
    (text) => text.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text),
    'a reason is one line of text',
  ),
);
/** Whoever did it: a feed id, or `operator` for whoever runs the server, by its command line. */
const actor = v.string();
/** A language by its BCP 47 tag. */
export const language = v.pipe(
  v.string(),
  v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language is a tag such as "en" or "pt-BR"'),
  v.maxLength(35),
);
export const nothing = v.optional(v.strictObject({}), {});
export const done = v.object({ done: v.literal(true) });
/** A page of a list: how many at most, and where it goes on. */
const LIST_MAX = 500;
export const page = {
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIST_MAX)), 100),
};

/** Sealed entries in one answer: 200 of the longest are 800 KB, of the 1 MB that may wait for one reader. */
export const CHAIN_LIST_MAX = 200;
/** Which entries of the audit log are meant: of one event, from `since` on, before `until`. */
export const auditFilter = {
  event: v.optional(v.string()),
  since: v.optional(time),
  until: v.optional(time),
};

export const memberSchema = v.object({
  id: feedId,
  role: roleSchema,
  addedAt: time,
  aliases: v.array(v.string()),
  online: v.boolean(),
});
export const banSchema = v.object({
  id: feedId,
  reason: v.string(),
  by: actor,
  at: time,
  expiresAt: v.nullable(time),
});
export const inviteSchema = v.object({
  /** The id of the key that the invite is made of. */
  id: feedId,
  role: roleSchema,
  note: v.string(),
  createdBy: actor,
  createdAt: time,
  notBefore: v.nullable(time),
  expiresAt: v.nullable(time),
  usesLeft: v.number(),
  revokedAt: v.nullable(time),
});
/** An invite with its secret: told once, to whoever made it. */
export const madeInviteSchema = v.object({
  ...inviteSchema.entries,
  /** `https://room.example/join?invite=TOKEN`. */
  url: v.string(),
  /** `net:host:port~shs:KEY:SEED`, for apps that know no links. */
  code: v.string(),
  /** `ssb:experimental?action=claim-http-invite&…`. */
  uri: v.string(),
});
export const aliasSchema = v.object({ alias: v.string(), id: feedId, registeredAt: time, url: v.string() });
export const roomSettingsSchema = v.object({
  name: v.string(),
  description: v.string(),
  mode: privacyModeSchema,
  /** Whether the server's front page shows it. */
  listed: v.boolean(),
  /** The language of notices that have no translation. */
  language,
  /** Days after which addresses are erased from the audit log; 0 keeps none. */
  addressDays: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3650)),
});
export const NOTICE_NAMES = ['description', 'code-of-conduct', 'privacy-policy', 'news'] as const;
export const noticeName = v.picklist(NOTICE_NAMES, `a notice is one of ${NOTICE_NAMES.join(', ')}`);
/** Characters of a notice: a long code of conduct; it fits in one call. */
export const NOTICE_MAX_CHARS = 20_000;
export const noticeSchema = v.object({
  name: noticeName,
  language,
  title: v.string(),
  /** Markdown. */
  content: v.string(),
  updatedAt: time,
});
export const auditEntrySchema = v.object({
  id: v.number(),
  at: time,
  event: v.string(),
  /** Who did it: a feed id, `operator`, or empty where it is not known. */
  by: v.string(),
  /** The network address it came from; `null` where there was none, or it was erased. */
  address: v.nullable(v.string()),
  /** What or whom it was done to. */
  subject: v.string(),
  message: v.string(),
  reason: v.string(),
});
export const sessionSchema = v.object({
  id: v.string(),
  createdAt: time,
  lastUsedAt: time,
  expiresAt: time,
  /** The browser, as it calls itself. */
  agent: v.string(),
  current: v.boolean(),
});
export const apiKeySchema = v.object({
  id: v.string(),
  name: v.string(),
  createdAt: time,
  lastUsedAt: v.nullable(time),
});
