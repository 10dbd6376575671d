import { ContactBook, KnownRooms } from '@open-rooms/client';
import { nodeRuntime, readProfile } from '@open-rooms/client/node';
import { homeOf } from '../peer/open-client.ts';
import type { Terminal } from '../terminal.ts';

/** The books of a profile. */
export interface Books extends AsyncDisposable {
  readonly contacts: ContactBook;
  readonly rooms: KnownRooms;
}

/**
 * Opens the books of a profile, whoever uses them at the same time: what is changed here they see at once.
 * @throws ProfileError
 */
export async function openBooks(name: string | undefined, terminal: Terminal): Promise<Books> {
  const { crypto, now } = nodeRuntime;
  await using opened = new AsyncDisposableStack();
  const profile = opened.use(await readProfile({ home: homeOf(terminal), name, crypto }));
  const contacts = opened.use(await ContactBook.open({ store: profile.contacts, own: profile.keys.id, now }));
  const rooms = opened.use(await KnownRooms.open({ store: profile.rooms, now }));
  const all = opened.move();
  return { contacts, rooms, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
