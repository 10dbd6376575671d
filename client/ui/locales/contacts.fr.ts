import type { contactsEn } from './contacts.en.ts';
import type { TranslationOf } from './message.ts';

export const contactsFr = {
  addContact: 'Ajouter un contact',
  aliasOrId: 'Alias ou identifiant',
  aliasOrIdHint: 'Par exemple @bob@room.example, le lien d’un alias, ou un identifiant.',
  aliasOrIdEmpty: 'Écrivez qui vous voulez ajouter.',
  addPerson: 'Ajouter',
  addingPerson: 'Recherche en cours…',
  personAdded: 'Vous suivez maintenant {name}.',
  contactBook: 'Carnet de contacts',
  exportContacts: 'Exporter les contacts',
  exportedContacts: 'Le fichier dit qui vous suivez et qui vous bloquez : il est pour vos propres appareils.',
  importContacts: 'Importer des contacts',
  importedContacts: 'Importation faite. Ajouts : {added}, changements : {updated}.',
  importFailed: 'Rien n’a été importé.',
  findContact: 'Chercher un contact',
  noContactFound: 'Aucun de vos contacts ne s’appelle ainsi.',
  noContacts: 'Encore personne',
  noContactsText:
    'Suivez les personnes que vous rencontrez dans un salon, ou ajoutez quelqu’un par son alias. Vos contacts restent dans ce navigateur, et aucun salon ne les voit.',
  requests: 'Demandes',
  requestsText: 'Ces personnes ne sont pas dans vos contacts. Elles n’apprennent rien avant votre réponse.',
  waitingCount: { one: '{count} en attente', many: '{count} en attente', other: '{count} en attente' },
  blockedCount: {
    one: '{count} personne bloquée',
    many: '{count} de personnes bloquées',
    other: '{count} personnes bloquées',
  },
  inRoomNow: 'dans {room} en ce moment',
  seenInRoom: 'dans {room}, {ago}',
  notSeenYet: 'aucune rencontre encore',
  stateStranger: 'hors contacts',
  thatIsYou: 'C’est vous.',
  allContacts: 'Tous les contacts',
  contactDetails: 'Détails',
  petname: 'Votre nom pour cette personne',
  petnameHint: 'Rien que pour vous. Sans lui, vous voyez le nom qu’elle se donne.',
  contactNote: 'Note personnelle',
  contactNoteHint: 'Rien que pour vous.',
  contactSaved: 'Enregistré.',
  waysTitle: 'Où la joindre',
  noWays:
    'Aucune rencontre dans un salon depuis que cette personne est dans vos contacts. Ce sera écrit ici.',
  copyAlias: 'Copier l’alias',
  theirMark: 'Emblème de clé',
  theirId: 'Identifiant',
  unfollowQuestion: 'Ne plus suivre {name} ?',
  unfollowText:
    'Votre nom pour cette personne, votre note et vos lieux de rencontre sont oubliés. Elle pourra de nouveau demander à vous écrire. Personne ne le lui dit.',
  unfollowed: 'Vous ne suivez plus {name}.',
  blockQuestion: 'Bloquer {name} ?',
  blockText:
    'Cette personne ne peut plus vous écrire, ni vous appeler, ni se connecter à vous. Personne ne le lui dit.',
  unblockQuestion: 'Débloquer {name} ?',
  unblockText:
    'C’est alors une personne inconnue, qui peut demander à écrire et à appeler. Votre nom pour elle, votre note et vos lieux de rencontre sont oubliés.',
  unblocked: 'Vous ne bloquez plus {name}.',
  nobodyById: 'Personne n’a cet identifiant',
  nobodyByIdText:
    'Un identifiant commence par @ et finit par .ed25519. Il en manque peut-être une partie : copiez-le de nouveau.',
} satisfies TranslationOf<typeof contactsEn>;
