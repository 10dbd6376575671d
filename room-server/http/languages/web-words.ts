import { dictionary } from '../language.ts';

/** What stands in place of the page that only script can show. */
export const webWords = dictionary({
  en: {
    needsScript:
      'This page needs JavaScript, which is off, or did not load. The room’s own page works without it.',
  },
  fr: {
    needsScript:
      'Cette page a besoin de JavaScript, qui est désactivé, ou n’a pas pu être chargé. La page du salon s’en passe.',
  },
});
