import type { FeedId } from '@open-rooms/protocol';
import type { ClientState } from '../../../state/client-state.ts';
import { copyText } from '../../elements/copy-text.ts';
import type { MenuItem } from '../../elements/menu.ts';
import { t } from '../../locales/language.ts';

/** What a menu of somebody leads to, beside the contact book. */
export interface PersonActs {
  readonly onWrite: () => void;
  readonly onRing: () => void;
  readonly onCompare: () => void;
  /** Says a sentence for a while. */
  readonly tell: (text: string) => void;
}

/** What can be done with somebody in a room. Reads signals. */
export function personMenu(state: ClientState, id: FeedId, name: string, acts: PersonActs): MenuItem[] {
  const { client } = state;
  const relation = state.contact(id).value?.relation;
  const copy = async () => acts.tell(t((await copyText(id)) ? 'copied' : 'copyFailed'));
  const always: MenuItem[] = [
    { label: t('compareKeys'), icon: 'key-round', act: acts.onCompare },
    { label: t('copyId'), icon: 'copy', act: () => void copy() },
  ];
  if (relation === 'blocked') {
    const unblock = () => void client.contacts.unblock(id);
    return [{ label: t('unblock'), icon: 'ban', act: unblock }, ...always];
  }
  const block = async () => {
    await client.contacts.block(id);
    acts.tell(t('blockedNow', { name }));
  };
  const follow: MenuItem =
    relation === 'followed'
      ? { label: t('unfollow'), icon: 'user-minus', act: () => void client.contacts.unfollow(id) }
      : { label: t('follow'), icon: 'user-plus', act: () => void client.follow(id) };
  return [
    { label: t('writePrivately'), icon: 'message-circle', act: acts.onWrite },
    { label: t('ring'), icon: 'bell-ring', act: acts.onRing },
    follow,
    ...always,
    { label: t('block'), icon: 'ban', danger: true, act: () => void block() },
  ];
}
