import type { landingEn } from './landing.en.ts';
import type { TranslationOf } from './message.ts';

export const landingFr = {
  landingTitle: 'Où voulez-vous aller ?',
  landingLead: 'Un salon est un lieu de rencontre. Personne au milieu ne peut lire ce que vous y dites.',
  aliasOrLink: 'Alias ou lien',
  aliasOrLinkHint: 'Par exemple room.example, @bob@room.example, ou un lien reçu d’une connaissance.',
  aliasOrLinkEmpty: 'Écrivez où vous voulez aller, ou collez un lien.',
  go: 'Y aller',
  roomHere: 'Le salon d’ici',
  roomHereNew: 'Le salon d’ici n’a pas encore de nom',
  roomHereNewText:
    'La personne qui a lancé ce serveur l’ouvre : avec le lien, ou le code, que le serveur a affiché à son démarrage.',
  roomHereSilent: 'Le serveur de cette page ne répond pas pour l’instant.',
  openTheRoom: 'Ouvrir le salon',
  recentRooms: 'Salons que vous connaissez',
  noRecentRooms: 'Les salons où vous passez seront ici, avec les personnes présentes.',
  showAllRooms: 'Tout afficher',
  peopleOnline: { one: '{count} personne présente', other: '{count} personnes présentes' },
  nobodyOnline: 'Personne d’autre pour l’instant',
  beFirst: 'Personne pour l’instant. Soyez la première personne.',
  lastThere: 'votre dernier passage : {ago}',
  youAreInside: 'Vous y êtes',
  unnamedRoom: 'Un salon sans nom',
  someRoom: 'un salon sans nom',
} satisfies TranslationOf<typeof landingEn>;
