import type { PrivacyMode } from '@open-rooms/protocol';
import { dictionary } from '../language.ts';

const modesEn: Readonly<Record<PrivacyMode, string>> = {
  open: 'Open room: everyone is welcome',
  community: 'Community room: its members invite others',
  restricted: 'Private room: members only, by invitation',
};
const modesFr: Readonly<Record<PrivacyMode, string>> = {
  open: 'Salon ouvert\u00a0: tout le monde est le bienvenu',
  community: 'Salon communautaire\u00a0: ses membres invitent',
  restricted: 'Salon privé\u00a0: réservé à ses membres, sur invitation',
};

const waysEn: Readonly<Record<PrivacyMode, string>> = {
  open: 'Everyone is welcome. You need an SSB app, such as Manyverse.',
  community:
    'You need an invite from a member: open the link that you were given. Members come in with their SSB app. Others may reach a member by an alias.',
  restricted:
    'You need an invite from a moderator: open the link that you were given. Members come in with their SSB app.',
};
const waysFr: Readonly<Record<PrivacyMode, string>> = {
  open: 'Tout le monde est le bienvenu. Il vous faut une application SSB, par exemple Manyverse.',
  community:
    'Il vous faut l’invitation d’un membre\u00a0: ouvrez le lien reçu. Les membres entrent avec leur application SSB. On peut aussi joindre un membre par son alias.',
  restricted:
    'Il vous faut l’invitation d’un modérateur\u00a0: ouvrez le lien reçu. Les membres entrent avec leur application SSB.',
};

const nextEn: Readonly<Record<PrivacyMode, string>> = {
  open: 'Pass on this page, its QR code or the invite: whoever has one can come in.',
  community: 'Come in with your app, then invite the others: only members come in.',
  restricted: 'Come in with your app, then invite the others: only members come in.',
};
const nextFr: Readonly<Record<PrivacyMode, string>> = {
  open: 'Faites passer cette page, son code QR ou l’invitation\u00a0: qui en a une peut entrer.',
  community: 'Entrez avec votre application, puis invitez les autres\u00a0: seuls les membres entrent.',
  restricted: 'Entrez avec votre application, puis invitez les autres\u00a0: seuls les membres entrent.',
};

/** The page of a room. */
export const roomWords = dictionary({
  en: {
    someRoom: 'A room',
    opened: 'Your room is open.',
    openedNext: nextEn,
    modes: modesEn,
    ways: waysEn,
    unlisted: 'This room is not listed: it says what it is to those who come in.',
    nobody: 'Nobody is online right now. Be the first.',
    nobodyNow: 'Nobody is online right now.',
    online: (count: number) => `${count === 1 ? '1 person is' : `${count} people are`} online now`,
    comeIn: 'Come in',
    openInApp: 'Open in your SSB app',
    hostName: 'Does your app join by host name? Give it',
    invite: 'Invite',
    inviteHint: 'Paste it where your app asks for an invite, or pass it on.',
    copyLink: 'Copy link',
    copied: 'Copied. Paste it into your SSB app.',
    makeInvite: 'Make an invite link',
    signIn: 'Sign in',
    qrLabel: 'QR code of the room’s address',
    qrCaption: 'Scan it to open the room on your phone',
    addresses: 'Addresses',
    roomId: 'Room id',
    forApps: 'For SSB apps',
    forBrowsers: 'For browsers and apps over WebSocket',
    plain:
      'Over plain http from another machine browsers allow no screen, camera or microphone and no installing: whoever runs this room mends that with',
    domain: 'NAME',
    plainOr: 'or, where it has no domain name, with',
  },
  fr: {
    someRoom: 'Un salon',
    opened: 'Votre salon est ouvert.',
    openedNext: nextFr,
    modes: modesFr,
    ways: waysFr,
    unlisted: 'Ce salon n’est pas répertorié\u00a0: il dit ce qu’il est aux personnes qui y entrent.',
    nobody: 'Personne n’est en ligne. Soyez la première personne.',
    nobodyNow: 'Personne n’est en ligne pour l’instant.',
    online: (count: number) => (count === 1 ? '1 personne est en ligne' : `${count} personnes sont en ligne`),
    comeIn: 'Entrer',
    openInApp: 'Ouvrir dans votre application SSB',
    hostName: 'Votre application demande un nom d’hôte\u00a0? Donnez-lui',
    invite: 'Invitation',
    inviteHint: 'Collez-la là où votre application demande une invitation, ou transmettez-la.',
    copyLink: 'Copier le lien',
    copied: 'Copié. Collez-le dans votre application SSB.',
    makeInvite: 'Créer un lien d’invitation',
    signIn: 'Se connecter',
    qrLabel: 'Code QR de l’adresse du salon',
    qrCaption: 'Scannez-le pour ouvrir le salon sur votre téléphone',
    addresses: 'Adresses',
    roomId: 'Identifiant du salon',
    forApps: 'Pour les applications SSB',
    forBrowsers: 'Pour les navigateurs et les applications par WebSocket',
    plain:
      'En http simple depuis une autre machine, les navigateurs ne permettent ni écran, ni caméra, ni micro, ni installation\u00a0: qui gère ce salon y remédie avec',
    domain: 'NOM',
    plainOr: 'ou, sans nom de domaine, avec',
  },
});
