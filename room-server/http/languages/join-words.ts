import type { Role } from '@open-rooms/protocol';
import type { UselessReason } from '../../invites/invite-state.ts';
import { dictionary } from '../language.ts';

type ByRole = Readonly<Record<Role, string>>;
type ByReason = Readonly<Record<UselessReason, string>>;

const rolesEn: ByRole = {
  owner: 'An owner, who may do everything in this room',
  moderator: 'A moderator, who keeps order there',
  participant: 'A participant: you talk and share your screen',
  viewer: 'A viewer: you watch, and do not write',
};
const rolesFr: ByRole = {
  owner: 'Propriétaire\u00a0: vous pouvez tout faire dans ce salon',
  moderator: 'Modérateur\u00a0: vous y veillez à l’ordre',
  participant: 'Participant\u00a0: vous parlez et partagez votre écran',
  viewer: 'Spectateur\u00a0: vous regardez, sans écrire',
};

const AGAIN_EN = 'Ask whoever gave it to you for a new one.';
const AGAIN_FR = 'Demandez-en une nouvelle à la personne qui vous l’a donnée.';
const reasonsEn: ByReason = {
  unknown: 'This room knows no such invite. Check that the link is whole, or ask for a new one.',
  early: 'It is not to be used yet. Come back later.',
  expired: `It has expired. ${AGAIN_EN}`,
  spent: `It has been used up. ${AGAIN_EN}`,
  revoked: `It has been taken back. ${AGAIN_EN}`,
  disowned: 'Whoever made it may not invite anybody any more. Ask somebody else in the room for a new one.',
  banned: 'This id has been banned from the room. Whoever moderates it can lift the ban.',
};
const reasonsFr: ByReason = {
  unknown:
    'Ce salon ne connaît pas cette invitation. Vérifiez que le lien est entier, ou demandez-en une autre.',
  early: 'Elle n’est pas encore valable. Revenez plus tard.',
  expired: `Elle a expiré. ${AGAIN_FR}`,
  spent: `Elle a déjà servi. ${AGAIN_FR}`,
  revoked: `Elle a été reprise. ${AGAIN_FR}`,
  disowned:
    'La personne qui l’a créée ne peut plus inviter. Demandez-en une nouvelle à quelqu’un d’autre du salon.',
  banned: 'Cet identifiant est banni du salon. Ses modérateurs peuvent lever le bannissement.',
};

/** The page of an invite, and what leads on from it. */
export const joinWords = dictionary({
  en: {
    title: (room: string) => `You are invited to ${room}`,
    someRoom: 'this room',
    by: 'Invited by',
    makers: {
      operator: 'Whoever runs this room',
      visitor: 'A visitor of this room',
      somebody: 'Somebody in this room',
    },
    as: 'You will be',
    roles: rolesEn,
    until: 'Good until',
    usesLeft: 'People who may still use it',
    open: 'Open in this browser',
    openHint: 'Nothing to install.',
    openInApp: 'Open in your SSB app',
    qrLabel: 'QR code of this invite, for SSB apps',
    qrCaption: 'Scan it with the phone that has your SSB app',
    other: 'Other ways',
    link: 'Link',
    linkHint: 'Paste it where your app asks for an invite.',
    ways: 'Ways in',
    copy: 'Copy link',
    copyCode: 'Copy code',
    codeLabel: 'Code for older apps',
    noApp: 'Which apps are there?',
    manually: 'Join with your SSB id',
    reasonTitle: 'This invite does not work',
    reasons: reasonsEn,
    noToken: 'There is no invite in this link. Copy the whole link again.',
    goToRoom: 'Go to the room',
  },
  fr: {
    title: (room: string) => `Invitation pour ${room}`,
    someRoom: 'ce salon',
    by: 'Qui vous invite',
    makers: {
      operator: 'La personne qui gère ce salon',
      visitor: 'Un visiteur de ce salon',
      somebody: 'Quelqu’un de ce salon',
    },
    as: 'Vous serez',
    roles: rolesFr,
    until: 'Valable jusqu’au',
    usesLeft: 'Personnes qui peuvent encore s’en servir',
    open: 'Ouvrir dans ce navigateur',
    openHint: 'Rien à installer.',
    openInApp: 'Ouvrir dans votre application SSB',
    qrLabel: 'Code QR de cette invitation, pour les applications SSB',
    qrCaption: 'Scannez-le avec le téléphone où se trouve votre application SSB',
    other: 'Autres façons',
    link: 'Lien',
    linkHint: 'Collez-le là où votre application demande une invitation.',
    ways: 'Pour entrer',
    copy: 'Copier le lien',
    copyCode: 'Copier le code',
    codeLabel: 'Code pour les applications plus anciennes',
    noApp: 'Quelles applications y a-t-il\u00a0?',
    manually: 'Entrer avec votre identifiant SSB',
    reasonTitle: 'Cette invitation ne marche pas',
    reasons: reasonsFr,
    noToken: 'Ce lien ne contient pas d’invitation. Copiez à nouveau le lien entier.',
    goToRoom: 'Aller au salon',
  },
});
