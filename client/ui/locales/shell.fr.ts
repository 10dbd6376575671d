import type { TranslationOf } from './message.ts';
import type { shellEn } from './shell.en.ts';

export const shellFr = {
  appName: 'Open Rooms',
  skipToContent: 'Aller au contenu',
  mainMenu: 'Menu principal',
  contacts: 'Contacts',
  settings: 'Réglages',
  yourKey: 'Votre clé',
  loading: 'Un instant…',
  close: 'Fermer',
  cancel: 'Annuler',
  copyLink: 'Copier le lien',
  copied: 'Copié',
  copyFailed: 'Appuyez sur Ctrl+C pour le copier.',
  notCopied: 'Ce navigateur n’a pas fait la copie : {text}',
  qrOf: 'Code QR de {text}',
  keyMark: 'Emblème de clé {words}',
  keyMarkOf: 'Emblème de clé de {name} : {words}',
  tryNow: 'Réessayer maintenant',
  tryAgain: 'Réessayer',
  offline: 'Cet appareil est hors ligne. Ce que vous avez ici reste à vous.',
  noSecureContext:
    'Cette page est venue par simple http : le partage, la caméra et l’usage hors ligne sont coupés tant que la personne qui gère le salon ne le lance pas avec « open-rooms start --tls self-signed », ou avec un certificat par --tls-cert et --tls-key.',
  keepsNothing:
    'Ce navigateur ne garde rien pour cette page : votre clé, vos contacts et ce qui se dit ici disparaissent quand vous la fermez.',
  notFoundTitle: 'Cette page n’existe pas',
  notFoundText: 'L’adresse est peut-être fausse, ou vient d’une version plus récente.',
  goHome: 'Aller à la première page',
  faultTitle: 'Cette page n’a pas pu s’afficher',
  faultText: 'L’erreur vient de nous. Rechargez la page ; ce que vous avez ici est gardé.',
  reload: 'Recharger',
  theme: 'Apparence',
  themeSystem: 'Comme mon appareil',
  themeLight: 'Claire',
  themeDark: 'Sombre',
  language: 'Langue',
} satisfies TranslationOf<typeof shellEn>;
