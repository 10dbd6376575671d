import type { NoticeName } from '../../notices/notices.ts';
import { dictionary } from '../language.ts';

/** Notices, as they are called where nobody gave them a title. */
const en: Readonly<Record<NoticeName, string>> = {
  description: 'About this room',
  'code-of-conduct': 'Code of conduct',
  'privacy-policy': 'Privacy policy',
  news: 'News',
};
const fr: Readonly<Record<NoticeName, string>> = {
  description: 'À propos de ce salon',
  'code-of-conduct': 'Code de conduite',
  'privacy-policy': 'Politique de confidentialité',
  news: 'Nouvelles',
};

export const noticeWords = dictionary({
  en: {
    titles: en,
    listTitle: 'Notices',
    listLead: (room: string) => `What ${room} says of itself.`,
    none: 'Nothing is written here yet.',
    otherLanguage: (language: string) => `This is not written in English yet. It is shown in: ${language}.`,
    inLanguages: 'Also in',
    noSuch: 'This room has not written that yet, or has taken it away.',
  },
  fr: {
    titles: fr,
    listTitle: 'Avis',
    listLead: (room: string) => `Ce que ${room} dit de lui-même.`,
    none: 'Rien n’est encore écrit ici.',
    otherLanguage: (language: string) =>
      `Ce texte n’existe pas encore en français. Il est affiché dans cette langue\u00a0: ${language}.`,
    inLanguages: 'Aussi en',
    noSuch: 'Ce salon n’a pas encore écrit cela, ou l’a retiré.',
  },
});
