import type { claimEn } from './claim.en.ts';
import type { TranslationOf } from './message.ts';

export const claimFr = {
  claimTitle: 'Donnez un nom à votre salon',
  claimLead: 'Ce salon est tout neuf. Donnez-lui un nom, et il est ouvert.',
  roomName: 'Nom du salon',
  roomNameHint: 'Tout le monde le voit. Au plus {count} caractères.',
  description: 'Description du salon',
  descriptionHint: 'Facultatif. À quoi sert le salon.',
  claimCode: 'Code de prise en main',
  claimCodeHint: 'Le serveur l’a affiché à son démarrage. Il sert une seule fois.',
  ownerMark: 'Votre clé fait de vous le propriétaire',
  ownerMarkText:
    'Elle a été créée dans ce navigateur, et y reste : {words}. Gardez-en une copie, dans les réglages, quand le salon sera ouvert.',
  startRoom: 'Ouvrir le salon',
  starting: 'Ouverture de votre salon…',
  claimNotYet: 'Le salon n’est pas encore ouvert',
  claimSilent: 'Le serveur ne répond pas. Est-il encore en marche, et cet appareil est-il en ligne ?',
  claimedTitle: 'Ce salon est déjà ouvert',
  claimedText: 'Quelqu’un lui a donné un nom : son code ne sert plus.',
  openTitle: 'Votre salon est ouvert',
  openLead:
    '{name} est là, et vous en êtes propriétaire. Faites passer le lien : toute personne qui l’ouvre peut entrer.',
  openMembersOnly:
    '{name} est là, et vous en êtes propriétaire. Seuls ses membres entrent : entrez, et faites une invitation pour chaque personne sous « Inviter ».',
  linkOfRoom: 'Lien du salon',
  linkIsLocal:
    'Ce lien ne marche que sur cette machine, car vous avez ouvert la page sous le nom {host}. Ouvrez-la par le nom ou l’adresse que les autres connaissent, et faites passer ce lien-là.',
  scanIt: 'Ou scannez-le avec un téléphone.',
  ssbAddress: 'Adresse pour applications SSB telles que Manyverse',
  copySsbAddress: 'Copier l’adresse',
  comeIn: 'Entrez',
} satisfies TranslationOf<typeof claimEn>;
