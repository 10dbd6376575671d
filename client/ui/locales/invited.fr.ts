import type { invitedEn } from './invited.en.ts';
import type { TranslationOf } from './message.ts';

export const invitedFr = {
  invitedAsOwner: 'Votre lien fait de vous l’un des propriétaires de ce salon.',
  invitedAsModerator: 'Votre lien fait de vous l’un des modérateurs de ce salon.',
  invitedAsParticipant: 'Votre lien fait de vous un membre de ce salon.',
  invitedAsViewer: 'Votre lien vous permet de regarder dans ce salon.',
  nextAskModerators: 'Ceux qui modèrent le salon peuvent lever le bannissement. Demandez-leur.',
  nextLater: 'Gardez le lien, et ouvrez-le de nouveau plus tard.',
  nextCheckLink: 'Copiez de nouveau le lien entier, ou demandez-en un autre.',
  flawEarly: 'Cette invitation n’est pas encore valable',
  flawExpired: 'Cette invitation a expiré',
  flawSpent: 'Cette invitation a déjà servi',
  flawRevoked: 'Cette invitation a été retirée',
  flawDisowned: 'Cette invitation ne vaut plus rien',
  flawUnknown: 'Le salon ne connaît pas cette invitation',
  flawBanned: 'Vous êtes banni de ce salon',
} satisfies TranslationOf<typeof invitedEn>;
