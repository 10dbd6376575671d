import { dictionary } from '../language.ts';

/** Where an invite is used with an id typed by hand, and the apps that need none. */
export const joinFormWords = dictionary({
  en: {
    manualTitle: 'Join with your SSB id',
    manualLead: (room: string) =>
      `Your app cannot open the invite? Tell ${room} who you are, and it lets you in.`,
    id: 'Your SSB id',
    idHint: 'It starts with @ and ends with .ed25519. Your app shows it.',
    idWrong: 'This is no SSB id: it starts with @, ends with .ed25519, and has 44 characters between.',
    join: 'Join',
    notYet: 'You are not in yet: see what is marked below.',
    doneTitle: (room: string) => `You are a member of ${room}`,
    doneLead: 'One step is left: paste this address into your SSB app, where it asks for a room or a server.',
    address: 'Address of the room',
    wsAddress: 'For apps over WebSocket',
    copy: 'Copy address',
    appsTitle: 'Apps for this room',
    appsLead: 'A browser is enough. With an SSB app you are also reachable while no page is open.',
    browser: 'This browser',
    browserHint: 'Opens the room right here; nothing to install.',
    manyverseHint: 'For Android, iPhone and computers.',
    terminal: 'A terminal',
    terminalHint: 'With Open Rooms installed:',
    back: 'Back to the invite',
  },
  fr: {
    manualTitle: 'Entrer avec votre identifiant SSB',
    manualLead: (room: string) =>
      `Votre application n’ouvre pas l’invitation\u00a0? Dites à ${room} qui vous êtes, et vous serez admis.`,
    id: 'Votre identifiant SSB',
    idHint: 'Il commence par @ et finit par .ed25519. Votre application l’affiche.',
    idWrong:
      'Ce n’est pas un identifiant SSB\u00a0: il commence par @, finit par .ed25519, avec 44 caractères entre les deux.',
    join: 'Entrer',
    notYet: 'Vous n’êtes pas encore admis\u00a0: voyez ce qui est marqué ci-dessous.',
    doneTitle: (room: string) => `Vous êtes membre de ${room}`,
    doneLead:
      'Il reste une étape\u00a0: collez cette adresse dans votre application SSB, là où elle demande un salon ou un serveur.',
    address: 'Adresse du salon',
    wsAddress: 'Pour les applications par WebSocket',
    copy: 'Copier l’adresse',
    appsTitle: 'Applications pour ce salon',
    appsLead:
      'Un navigateur suffit. Avec une application SSB, on peut aussi vous joindre quand aucune page n’est ouverte.',
    browser: 'Ce navigateur',
    browserHint: 'Ouvre le salon ici même\u00a0; rien à installer.',
    manyverseHint: 'Pour Android, iPhone et ordinateurs.',
    terminal: 'Un terminal',
    terminalHint: 'Avec Open Rooms installé\u00a0:',
    back: 'Retour à l’invitation',
  },
});
