import { dictionary } from '../language.ts';

/** The page that says whether the server is well. */
export const statusWords = dictionary({
  en: {
    title: 'Status',
    up: 'This room is up.',
    stopping: 'This room is stopping.',
    room: 'Room',
    since: 'Started',
    runs: 'Has run for',
    version: 'Version',
    online: 'Online now',
    certificate: 'Certificate',
    days: (days: number) => {
      if (days < 0) return 'It has ended: browsers refuse it.';
      return days === 1 ? 'Good for one more day' : `Good for ${days} more days`;
    },
    programs: 'For programs',
  },
  fr: {
    title: 'État',
    up: 'Ce salon fonctionne.',
    stopping: 'Ce salon s’arrête.',
    room: 'Salon',
    since: 'Démarré',
    runs: 'Fonctionne depuis',
    version: 'Version',
    online: 'En ligne',
    certificate: 'Certificat',
    days: (days: number) => {
      if (days < 0) return 'Il a expiré\u00a0: les navigateurs le refusent.';
      return days === 1 ? 'Encore valable un jour' : `Encore valable ${days} jours`;
    },
    programs: 'Pour les programmes',
  },
});
