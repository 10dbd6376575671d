import { chatFr } from './chat.fr.ts';
import type { en } from './en.ts';
import { landingFr } from './landing.fr.ts';
import type { TranslationOf } from './message.ts';
import { ringsFr } from './rings.fr.ts';
import { roomFr } from './room.fr.ts';
import { shellFr } from './shell.fr.ts';

/** Every text of the page, in French. */
export const fr: TranslationOf<typeof en> = { ...shellFr, ...landingFr, ...chatFr, ...ringsFr, ...roomFr };
