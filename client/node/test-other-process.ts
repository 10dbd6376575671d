import { sodium } from '@open-rooms/protocol/node';
import { ContactBook } from '../contacts/contact-book.ts';
import { feed } from '../contacts/test-feeds.ts';
import { claimProfile } from './profiles.ts';

/**
 * Another program of the same person: `home` and, where it asks for one, the name of a profile. It says which it
 * got, follows and blocks the feeds of the numbers that it is sent, and tells whom it follows.
 */
const [home = '', name] = process.argv.slice(2);
const profile = await claimProfile({ home, name, crypto: sodium });
const book = await ContactBook.open({ store: profile.contacts, own: profile.keys.id, now: Date.now });
process.on('message', async (order: { follow?: number; block?: number }) => {
  if (order.follow !== undefined) await book.follow(feed(order.follow));
  if (order.block !== undefined) await book.block(feed(order.block));
  process.send?.({ done: order.follow ?? order.block });
});
process.on('disconnect', () => process.exit());
book.watch(() => process.send?.({ followed: book.followed() }));
process.send?.({ id: profile.keys.id, name: profile.name, directory: profile.directory });
