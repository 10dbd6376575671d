import type { Operations } from '../administration/operations.ts';
import type { RoomSettings } from './settings.ts';

/** What a room is set to, for every face. */
export function settingsOperations(
  settings: RoomSettings,
): Pick<Operations, 'settings.get' | 'settings.set'> {
  return {
    'settings.get': async () => settings.view(),
    'settings.set': (actor, patch) => settings.set(actor, patch),
  };
}
