import type { TranslationOf } from './message.ts';
import type { ringsEn } from './rings.en.ts';

export const ringsFr = {
  ringsYou: '{name} vous appelle',
  ringsFrom: 'depuis {room}',
  answer: 'Répondre',
  declineRing: 'Décliner',
  ringing: 'Appel de {name}…',
  cancelRing: 'Annuler l’appel',
  ringDeclined: '{name} ne peut pas parler maintenant.',
  ringMissed: '{name} n’a pas répondu.',
  ringGone: '{name} n’est plus là.',
  ringAccepted: '{name} a répondu.',
  ringFailed: 'Impossible de joindre {name}.',
  missedRing: 'Appel manqué de {name}.',
  asksToRing: '{name} demande à vous appeler',
} satisfies TranslationOf<typeof ringsEn>;
