import type { FeedId } from '@open-rooms/protocol';
import type { ClientState } from '../../state/client-state.ts';
import type { RoomState } from '../../state/room-state.ts';
import { keyWords } from '../elements/key-words.ts';
import { language, t } from '../locales/language.ts';

/** Readers that are named; the others are a number. */
const NAMED = 3;

/** What somebody is called here: by their name, else by the words of their mark. Reads signals. */
export function nameOf(state: Pick<ClientState, 'name'>, id: FeedId): string {
  return state.name(id).value ?? keyWords(id);
}

/** The same, but `You` for oneself. */
export function calledOf(state: ClientState, id: FeedId): string {
  return id === state.client.id ? t('you') : nameOf(state, id);
}

/** What a room is called in itself. Reads signals. */
export function roomCalled({ name }: RoomState): string {
  return name.value || t('aRoom');
}

/** Several names as a language lists them, with the number of those that are too many to name. */
export function namesOf(state: ClientState, ids: readonly FeedId[]): string {
  const named = ids.slice(0, NAMED).map((id) => nameOf(state, id));
  const rest = ids.length - named.length;
  if (rest > 0) return t('readByMore', { names: named.join(', '), count: rest });
  return new Intl.ListFormat(language()).format(named);
}
