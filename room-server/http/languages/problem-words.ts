import { dictionary } from '../language.ts';

const en: Readonly<Record<number, string>> = {
  400: 'This request cannot be read',
  403: 'This is not allowed',
  404: 'There is no such page',
  405: 'This cannot be done here',
  409: 'This room is taken',
  410: 'This is used up',
  413: 'This is too much',
  429: 'Too many attempts',
  503: 'Not now',
};
const fr: Readonly<Record<number, string>> = {
  400: 'Cette requête est illisible',
  403: 'Ce n’est pas permis',
  404: 'Cette page n’existe pas',
  405: 'Cela ne se fait pas ici',
  409: 'Ce salon est déjà pris',
  410: 'Cela a déjà servi',
  413: 'C’est trop',
  429: 'Trop de tentatives',
  503: 'Pas maintenant',
};

/** Pages of what went wrong. The sentence of a refusal itself is English, since it comes from the protocol. */
export const problemWords = dictionary({
  en: {
    titles: en,
    otherwise: 'Something went wrong',
    noPage: (path: string) => `There is no page "${path}" here. The room's page is "/".`,
  },
  fr: {
    titles: fr,
    otherwise: 'Quelque chose n’a pas marché',
    noPage: (path: string) =>
      `Il n’y a pas de page «\u00a0${path}\u00a0» ici. La page du salon est «\u00a0/\u00a0».`,
  },
});
