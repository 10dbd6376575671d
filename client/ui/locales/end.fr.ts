import type { endEn } from './end.en.ts';
import type { TranslationOf } from './message.ts';

export const endFr = {
  lockedTitle: 'Votre clé est verrouillée',
  lockedText: 'Donnez votre phrase de passe pour être de nouveau vous-même ici.',
  passphrase: 'Phrase de passe',
  unlock: 'Déverrouiller',
  forgotPassphrase: 'Je l’ai oubliée',
  forgotPassphraseText:
    'Personne ne peut retrouver une phrase de passe. Avec vos 24 mots, ou depuis un autre appareil qui a votre clé, vous êtes de nouveau vous-même ici, et pouvez en choisir une autre.',
  elsewhereTitle: 'Open Rooms est ouvert dans un autre onglet',
  elsewhereText:
    'Vous êtes une seule fois dans vos salons, pour que personne ne vous rencontre en double. Continuez dans l’autre onglet, ou utilisez celui-ci.',
  useHere: 'Utiliser celui-ci',
  failedTitle: 'Votre clé ne peut pas s’ouvrir',
  failedHint:
    'Rien de ce qui est gardé ici n’a été changé. Si recharger n’aide pas, prenez vos 24 mots, ou un autre appareil qui a votre clé.',
} satisfies TranslationOf<typeof endEn>;
