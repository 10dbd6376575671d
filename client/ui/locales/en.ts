import { chatEn } from './chat.en.ts';
import { landingEn } from './landing.en.ts';
import { ringsEn } from './rings.en.ts';
import { roomEn } from './room.en.ts';
import { shellEn } from './shell.en.ts';

/** Every text of the page, in English: the language whose names scripts may rely on. */
export const en = { ...shellEn, ...landingEn, ...chatEn, ...ringsEn, ...roomEn } as const;
