import { chatFr } from './chat.fr.ts';
import { claimFr } from './claim.fr.ts';
import { contactsFr } from './contacts.fr.ts';
import type { en } from './en.ts';
import { endFr } from './end.fr.ts';
import { joinFr } from './join.fr.ts';
import { keysFr } from './keys.fr.ts';
import { landingFr } from './landing.fr.ts';
import type { TranslationOf } from './message.ts';
import { ringScreenFr } from './ring-screen.fr.ts';
import { ringsFr } from './rings.fr.ts';
import { roomFr } from './room.fr.ts';
import { settingsFr } from './settings.fr.ts';
import { shellFr } from './shell.fr.ts';

/** Every text of the page, in French. */
export const fr: TranslationOf<typeof en> = {
  ...shellFr,
  ...landingFr,
  ...joinFr,
  ...claimFr,
  ...ringScreenFr,
  ...chatFr,
  ...ringsFr,
  ...roomFr,
  ...keysFr,
  ...settingsFr,
  ...contactsFr,
  ...endFr,
};
