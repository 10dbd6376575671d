import { textsOfPart } from '../../locales/language.ts';
import { membersEn } from '../../locales/members.en.ts';

const texts = textsOfPart(membersEn, {
  fr: async () => (await import('../../locales/members.fr.ts')).membersFr,
});

/** A text of roles, invites and moderation in the language of the page; see `t`. */
export const memberText = texts.text;

/** Resolves once they are there in that language. */
export const areMemberTextsHere: Promise<void> = texts.ready;
