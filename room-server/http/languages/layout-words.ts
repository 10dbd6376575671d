import { dictionary, type Language } from '../language.ts';

/** What each language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' };

/** What stands around every page. */
export const layoutWords = dictionary({
  en: {
    product: 'A room of Open Rooms',
    aboutRoom: 'About this room',
    languages: 'Languages',
    goToRoom: 'Go to the room',
    copied: 'Copied.',
    notCopied: 'Press Ctrl+C to copy it.',
  },
  fr: {
    product: 'Un salon d’Open Rooms',
    aboutRoom: 'À propos de ce salon',
    languages: 'Langues',
    goToRoom: 'Aller au salon',
    copied: 'Copié.',
    notCopied: 'Appuyez sur Ctrl+C pour copier.',
  },
});
