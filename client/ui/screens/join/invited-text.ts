import { invitedEn } from '../../locales/invited.en.ts';
import { textsOfPart } from '../../locales/language.ts';

const texts = textsOfPart(invitedEn, {
  fr: async () => (await import('../../locales/invited.fr.ts')).invitedFr,
});

/** A text of an invite in the language of the page; see `t`. */
export const invitedText = texts.text;

/** Resolves once they are there in that language. */
export const areInvitedTextsHere: Promise<void> = texts.ready;
