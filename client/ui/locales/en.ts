import { chatEn } from './chat.en.ts';
import { claimEn } from './claim.en.ts';
import { contactsEn } from './contacts.en.ts';
import { endEn } from './end.en.ts';
import { joinEn } from './join.en.ts';
import { keysEn } from './keys.en.ts';
import { landingEn } from './landing.en.ts';
import { ringScreenEn } from './ring-screen.en.ts';
import { ringsEn } from './rings.en.ts';
import { roomEn } from './room.en.ts';
import { settingsEn } from './settings.en.ts';
import { shellEn } from './shell.en.ts';

/** Every text of the page, in English: the language whose names scripts may rely on. */
export const en = {
  ...shellEn,
  ...landingEn,
  ...joinEn,
  ...claimEn,
  ...ringScreenEn,
  ...chatEn,
  ...ringsEn,
  ...roomEn,
  ...keysEn,
  ...settingsEn,
  ...contactsEn,
  ...endEn,
} as const;
