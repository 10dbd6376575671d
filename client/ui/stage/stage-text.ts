import { textsOfPart } from '../locales/language.ts';
import { stageEn } from '../locales/stage.en.ts';

const texts = textsOfPart(stageEn, {
  fr: async () => (await import('../locales/stage.fr.ts')).stageFr,
});

/** A text of the stage in the language of the page; see `t`. */
export const stageText = texts.text;

/** Resolves once they are there in that language. */
export const areStageTextsHere: Promise<void> = texts.ready;
