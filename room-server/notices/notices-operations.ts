import { NOTICE_NAMES, type OperationResult } from '@open-rooms/protocol';
import type { Operations } from '../administration/operations.ts';
import type { Notice } from '../store/ports/notices.ts';
import type { Notices } from './notices.ts';

type NoticeOperations = Pick<Operations, 'notices.list' | 'notices.set' | 'notices.remove'>;

/** What a room says of itself: anybody reads it, moderators write. */
export function noticesOperations(notices: Notices): NoticeOperations {
  return {
    'notices.list': async () => notices.list().flatMap(shown),
    'notices.set': async (actor, text) => {
      const { title, content, language, updatedAt } = await notices.set(actor, text);
      return { name: text.name, language, title, content, updatedAt };
    },
    'notices.remove': async (actor, { name, language }) => {
      await notices.remove(actor, name, language);
      return { done: true };
    },
  };
}

/** Without its number; a notice that a later version knows is left out. */
function shown({ name, language, title, content, updatedAt }: Notice): OperationResult<'notices.list'> {
  const known = NOTICE_NAMES.find((each) => each === name);
  return known === undefined ? [] : [{ name: known, language, title, content, updatedAt }];
}
