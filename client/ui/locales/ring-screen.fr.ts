import type { TranslationOf } from './message.ts';
import type { ringScreenEn } from './ring-screen.en.ts';

export const ringScreenFr = {
  ringTitle: 'Appeler {name}',
  ringText: 'Pour cela, vous entrez dans le salon {room}, où l’on peut joindre {name}.',
  ringOnce: 'Appeler',
  ringAgain: 'Rappeler',
  ringFinding: 'À la recherche de {name}…',
  ringFindingText: 'Par le salon {room}, où qu’il soit.',
  ringWaitText: 'Cela sonne chez cette personne. Le tunnel entre vous est chiffré de bout en bout.',
  ringFindingContact: 'Dans vos salons, et là où remonte votre dernière rencontre.',
  ringContactNext: 'Écrivez-lui : c’est gardé ici, et partira quand vous serez dans un même salon.',
  backTo: 'Retour à {name}',
  ringNext: 'Laissez un message dans le salon, ou réessayez plus tard.',
  ringMissedNext:
    'Cette personne verra que vous avez appelé. Laissez un message dans le salon, ou réessayez plus tard.',
  ringRefused: 'Impossible d’appeler {name} pour l’instant',
  ringNotOnline: '{name} n’est pas là pour l’instant',
  ringNotOnlineNext:
    'Attendez dans le salon, ou ajoutez cette personne à vos contacts : vous vous retrouverez partout où vous serez en même temps.',
  goToRoom: 'Aller dans le salon',
  addToContacts: 'Ajouter aux contacts',
  addedToContacts: '{name} est maintenant dans vos contacts.',
} satisfies TranslationOf<typeof ringScreenEn>;
