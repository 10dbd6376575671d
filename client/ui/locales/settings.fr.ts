import type { TranslationOf } from './message.ts';
import type { settingsEn } from './settings.en.ts';

export const settingsFr = {
  settingsSections: 'Parties des réglages',
  allSettings: 'Tous les réglages',
  sectionKey: 'Vous et votre clé',
  sectionBackup: 'Sauvegarde',
  sectionDevices: 'Appareils',
  sectionStrangers: 'Inconnus',
  sectionAddress: 'Votre adresse',
  sectionAppearance: 'Langue et apparence',
  sectionAbout: 'À propos',
  sectionKeyHint: 'Nom, emblème, phrase de passe',
  sectionBackupHint: '24 mots sur papier',
  sectionDevicesHint: 'Apporter la clé sur un téléphone ou dans un autre salon',
  sectionStrangersHint: 'Qui peut écrire et appeler',
  sectionAddressHint: 'Qui voit d’où vous vous connectez',
  sectionAppearanceHint: 'Anglais ou français, clair ou sombre',
  sectionAboutHint: 'Ce que le salon peut voir',
  yourName: 'Votre nom',
  yourNameHint:
    'Comme les gens vous voient. Chacun peut prendre n’importe quel nom : seul l’emblème de votre clé n’est qu’à vous.',
  saveName: 'Enregistrer',
  nameSaved: 'On vous voit maintenant sous le nom de {name}.',
  nameGone: 'Vous n’avez plus de nom.',
  ownMarkText:
    'Voici votre emblème, et ses mots. Qui veut s’assurer que c’est bien vous les compare, de vive voix ou au téléphone.',
  yourId: 'Votre identifiant',
  passphraseTitle: 'Phrase de passe',
  passphraseNone:
    'Qui peut utiliser ce navigateur peut être vous. Une phrase de passe ferme votre clé quand la page est fermée.',
  passphraseSet: 'Votre clé est fermée par une phrase de passe, demandée quand vous rouvrez la page.',
  setPassphrase: 'Choisir une phrase de passe',
  changePassphrase: 'La changer',
  removePassphrase: 'L’enlever',
  lockNow: 'Verrouiller maintenant',
  currentPassphrase: 'Phrase de passe actuelle',
  newPassphrase: 'Nouvelle phrase de passe',
  passphraseAgain: 'Encore une fois',
  passphrasesDiffer: 'Les deux ne sont pas les mêmes.',
  passphraseForGood:
    'Personne ne peut retrouver une phrase de passe, nous non plus. Ayez d’abord vos 24 mots sur papier.',
  strengthWeak: 'Vite devinée',
  strengthFair: 'Tient un certain temps',
  strengthStrong: 'Solide',
  passphraseKept: 'Votre clé est désormais fermée par elle.',
  passphraseGone: 'Votre clé est maintenant gardée sans phrase de passe.',
  working: 'Un instant…',
  wordsTitle: 'Vos 24 mots',
  wordsText:
    'Ces mots sont votre clé. Écrits sur papier, ils vous ramènent quand ce navigateur, ou cet appareil, est perdu. Qui les lit est vous : ne les montrez à personne, et n’en prenez pas de photo.',
  showWords: 'Montrer mes 24 mots',
  wordsShown: 'Notez-les à la main, dans cet ordre, ou imprimez-les.',
  printWords: 'Imprimer',
  wordsWritten: 'Je les ai notés',
  wordsDone: 'Bien. Gardez le papier là où vous gardez les papiers importants.',
  wordsDoneOn: 'Vous avez noté vos mots le {day}.',
  wordsOf: 'Open Rooms : clé de {words}',
  restoreTitle: 'Reprendre une clé',
  restoreText: 'Être la personne d’une clé que vous avez notée.',
  storageTitle: 'Gardé dans ce navigateur',
  storageKept:
    'Votre clé, vos contacts et vos conversations sont dans ce navigateur, et nulle part ailleurs.',
  storageSafe: 'Le navigateur promet de ne pas les effacer de lui-même.',
  storageUnsafe:
    'Le navigateur peut les effacer quand le disque se remplit. Votre clé est en sûreté une fois ses 24 mots sur papier.',
  askPersist: 'Lui demander de les garder',
  persistRefused:
    'Le navigateur ne l’a pas promis. Certains le font quand la page est installée, ou souvent utilisée.',
  toDeviceTitle: 'Apporter votre clé sur un autre appareil',
  toDeviceText: 'Vous y êtes la même personne. Vos contacts et conversations restent dans ce navigateur.',
  toDeviceAlone:
    'Faites-le à l’abri des regards : qui filme cet écran à partir de maintenant obtient votre clé.',
  toDeviceBegin: 'Commencer',
  toDeviceStep: 'Étape {step} sur {of}',
  toDeviceScan:
    'Ouvrez ceci avec l’appareil photo de l’autre appareil. Ou copiez le lien, et envoyez-le à vous-même.',
  deviceLink: 'Lien pour l’autre appareil',
  toDeviceScanned: 'C’est ouvert là-bas',
  toDeviceCode: 'Tapez ce code sur l’autre appareil.',
  toDeviceCodeIs: 'Code à taper',
  toDeviceDone: 'Terminé',
  fromDeviceTitle: 'Apporter une clé sur celui-ci',
  fromDeviceText: 'D’un autre appareil, de la page d’un autre salon, ou de 24 mots.',
  strangersTitle: 'Ce qu’obtiennent les inconnus',
  strangersText:
    'Un inconnu est quelqu’un que vous ne suivez pas et n’avez pas accepté. Dans un salon où vous entrez, tous voient sa conversation ; il s’agit ici de ce qui n’est que pour vous.',
  strangersRequest: 'Ils demandent',
  strangersRequestText:
    'Messages, appels et fichiers attendent comme des demandes discrètes, jusqu’à ce que vous acceptiez. Rien ne s’entend.',
  strangersRefuse: 'Rien',
  strangersRefuseText:
    'Ils ne peuvent ni écrire, ni appeler, ni envoyer, ni se connecter à vous. Vous les voyez dans les salons, et eux vous.',
  strangersAccept: 'Tout',
  strangersAcceptText: 'Toute personne dans vos salons peut écrire et appeler aussitôt, comme vos contacts.',
  addressText:
    'Les navigateurs se connectent directement l’un à l’autre quand ils le peuvent. C’est rapide, et chacun des deux voit l’adresse IP de l’autre, qui révèle le fournisseur d’accès et à peu près la ville.',
  hideAddress: 'Cacher mon adresse',
  hideAddressCost:
    'Ce que vous envoyez passe par un relais que le salon indique, ou par le salon lui-même : c’est plus lent, et les gros fichiers et les écrans prennent plus de temps. Les connexions qui montrent votre adresse s’arrêtent aussitôt. Le salon et son relais voient votre adresse comme avant.',
  languageAuto: 'Comme mon navigateur',
  aboutVersion: 'Version n° {version}',
  aboutFree: 'Logiciel libre sous licence MIT : utilisez-le, changez-le, donnez-le.',
  aboutSeesTitle: 'Ce que le salon peut voir',
  aboutSeesAddress: 'Votre adresse IP, comme tout serveur dont vous ouvrez une page.',
  aboutSeesKey: 'Votre clé publique, quand vous êtes dans le salon, et avec qui une connexion passe par lui.',
  aboutSeesWhen: 'Quand c’était, et combien d’octets sont passés.',
  aboutHiddenTitle: 'Ce qu’il ne peut pas voir',
  aboutHiddenText:
    'Ce que vous écrivez, au salon ou à une personne : cela va chiffré de navigateur à navigateur.',
  aboutHiddenKey: 'Votre clé secrète, vos contacts, le nom que vous donnez à quelqu’un, vos autres salons.',
  aboutHonest:
    'Le serveur du salon vous envoie le code de cette page. Un serveur malhonnête pourrait en envoyer un autre : ouvrez la page d’un serveur dont vous connaissez la personne qui le gère.',
  hideWords: 'Les cacher',
  storageTrouble:
    'Ce navigateur ne garde rien : votre clé disparaît quand la page est fermée. Notez ses 24 mots.',
  toDevicePlain:
    'Cette page est venue par simple http, et il en va de même sur l’autre appareil : qui est sur le chemin pourrait la changer, et prendre votre clé. Ne le faites que dans un réseau de confiance.',
  toDeviceLoopback:
    'L’adresse de cette page ne mène qu’à cet appareil. Sur l’autre, ouvrez un salon par sa propre adresse, choisissez « Utiliser la clé que vous avez », et collez-y le lien.',
  deviceLinkQr: 'Code QR du lien',
  aboutRoomTitle: 'D’où vient cette page',
  passphraseForgotten:
    'Vous avez repris la clé elle-même, donc l’ancienne phrase de passe n’est pas demandée. Choisissez-en une que vous retiendrez.',
  passphraseHint: 'Au moins 8 caractères. Quatre mots sans rapport entre eux se retiennent facilement.',
} satisfies TranslationOf<typeof settingsEn>;
