import type { landingEn } from './landing.en.ts';
import type { TranslationOf } from './message.ts';

export const landingFr = {
  landingTitle: 'Où voulez-vous aller ?',
  landingLead: 'Un salon est un lieu de rencontre. Personne au milieu ne peut lire ce que vous y dites.',
  aliasOrLink: 'Alias ou lien',
  aliasOrLinkHint: 'Par exemple room.example, @bob@room.example, ou un lien reçu d’une connaissance.',
  go: 'Y aller',
  thisRoom: 'Le salon d’ici',
  recentRooms: 'Salons que vous connaissez',
  peopleOnline: { one: '{count} personne en ligne', other: '{count} personnes en ligne' },
  nobodyOnline: 'Personne en ligne',
} satisfies TranslationOf<typeof landingEn>;
