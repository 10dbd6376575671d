import type { FeedId } from '@open-rooms/protocol';
import type { Contact } from '../../contacts/contact.ts';
import type { ClientState } from '../../state/client-state.ts';
import type { PageState } from '../../state/page-state.ts';
import { nameOf } from '../conversation/names.ts';
import { isSure } from '../elements/sure.ts';
import { t } from '../locales/language.ts';
import { isKept } from './is-kept.ts';

/** Whose relations these are, and where it is told what came of an act. */
export interface Acting {
  readonly page: PageState;
  readonly state: ClientState;
}

export async function follow({ page, state }: Acting, id: FeedId): Promise<void> {
  if (await isKept(page, state.client.follow(id))) page.tell(t('personAdded', { name: nameOf(state, id) }));
}

/** Asks once where one's own words for them would be forgotten. */
export async function unfollow({ page, state }: Acting, id: FeedId): Promise<void> {
  const name = nameOf(state, id);
  const question = {
    heading: t('unfollowQuestion', { name }),
    text: t('unfollowText'),
    yes: t('unfollow'),
  };
  const { contacts } = state.client;
  if (hasOwnWords(contacts.contact(id)) && !(await isSure(page, question))) return;
  if (await isKept(page, contacts.unfollow(id))) page.tell(t('unfollowed', { name }));
}

/**
 * At once: whoever is molested does not want to be asked, and nothing is lost by it. Answers whether it was done; where
 * it was refused, the page says why.
 */
export async function block({ page, state }: Acting, id: FeedId): Promise<boolean> {
  const name = nameOf(state, id);
  const isBlocked = await isKept(page, state.client.contacts.block(id));
  if (isBlocked) page.tell(t('blockedNow', { name }));
  return isBlocked;
}

/** Asks once where one's own words for them would be forgotten. */
export async function unblock({ page, state }: Acting, id: FeedId): Promise<void> {
  const name = nameOf(state, id);
  const question = { heading: t('unblockQuestion', { name }), text: t('unblockText'), yes: t('unblock') };
  const { contacts } = state.client;
  if (hasOwnWords(contacts.contact(id)) && !(await isSure(page, question))) return;
  if (await isKept(page, contacts.unblock(id))) page.tell(t('unblocked', { name }));
}

function hasOwnWords(contact: Contact | undefined): boolean {
  return contact?.name !== undefined || contact?.note !== undefined;
}
