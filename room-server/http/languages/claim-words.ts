import { dictionary } from '../language.ts';

/** The form that names a new room. */
export const claimWords = dictionary({
  en: {
    title: 'Name your room',
    notYetTitle: 'Not yet: name your room',
    lead: 'This room is new. Give it a name, and it is open.',
    notYet: 'The room is not open yet: see what is marked below.',
    start: 'Start room',
    optional: 'Optional.',
    name: 'Room name',
    nameHint: (most: number) => `Up to ${most} characters. Everyone sees it.`,
    description: 'Description',
    descriptionHint: (most: number) =>
      `What the room is for, in up to ${most.toLocaleString('en')} characters.`,
    code: 'Claim code',
    codeHint: 'The server printed it when it was started. It works once.',
    owner: 'Your SSB id',
    ownerHint: 'Makes you the owner. It starts with @, and your app shows it.',
  },
  fr: {
    title: 'Donnez un nom à votre salon',
    notYetTitle: 'Pas encore\u00a0: donnez un nom à votre salon',
    lead: 'Ce salon est tout neuf. Donnez-lui un nom, et il est ouvert.',
    notYet: 'Le salon n’est pas encore ouvert\u00a0: voyez ce qui est marqué ci-dessous.',
    start: 'Ouvrir le salon',
    optional: 'Facultatif.',
    name: 'Nom du salon',
    nameHint: (most: number) => `Au plus ${most} caractères. Tout le monde le voit.`,
    description: 'Description du salon',
    descriptionHint: (most: number) =>
      `À quoi sert le salon, en ${most.toLocaleString('fr')} caractères au plus.`,
    code: 'Code de prise en main',
    codeHint: 'Le serveur l’a affiché à son démarrage. Il sert une seule fois.',
    owner: 'Votre identifiant SSB',
    ownerHint: 'Il fait de vous le propriétaire. Il commence par @, et votre application l’affiche.',
  },
});
