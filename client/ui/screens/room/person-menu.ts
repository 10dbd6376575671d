import type { FeedId } from '@open-rooms/protocol';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import { copyAndTell } from '../../elements/copy-text.ts';
import type { MenuItem } from '../../elements/menu.ts';
import { t } from '../../locales/language.ts';
import { block, follow, unblock, unfollow } from '../../people/relation-acts.ts';

/** What a menu of somebody leads to, beside the contact book. */
export interface PersonActs {
  readonly onWrite: () => void;
  readonly onRing: () => void;
  readonly onCompare: () => void;
  /** Where it is told what came of it. */
  readonly page: PageState;
  /** Whether they would hear it: whoever only watches in the room is not heard by others there. */
  readonly mayWrite: boolean;
}

/** What can be done with somebody in a room. Reads signals. */
export function personMenu(state: ClientState, id: FeedId, acts: PersonActs): MenuItem[] {
  const { page } = acts;
  const acting = { page, state };
  const relation = state.contact(id).value?.relation;
  const always: MenuItem[] = [
    { label: t('compareKeys'), icon: 'key-round', act: acts.onCompare },
    { label: t('copyId'), icon: 'copy', act: () => void copyAndTell(page, id) },
  ];
  if (relation === 'blocked') {
    return [{ label: t('unblock'), icon: 'ban', act: () => void unblock(acting, id) }, ...always];
  }
  const following: MenuItem =
    relation === 'followed'
      ? { label: t('unfollow'), icon: 'user-minus', act: () => void unfollow(acting, id) }
      : { label: t('follow'), icon: 'user-plus', act: () => void follow(acting, id) };
  const speaking: MenuItem[] = [
    { label: t('writePrivately'), icon: 'message-circle', act: acts.onWrite },
    { label: t('ring'), icon: 'bell-ring', act: acts.onRing },
  ];
  return [
    ...(acts.mayWrite ? speaking : []),
    following,
    ...always,
    { label: t('block'), icon: 'ban', danger: true, act: () => void block(acting, id) },
  ];
}
