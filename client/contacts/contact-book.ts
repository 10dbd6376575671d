import { type FeedId, isFeedId, Refused } from '@open-rooms/protocol';
import type { Edit } from './book-store.ts';
import { type Contact, type ContactStore, contactOf, mergeContacts, type Relation } from './contact.ts';
import { MAX_CONTACTS, readContacts, writeContacts } from './contacts-text.ts';
import { Mirror } from './mirror.ts';
import { readName } from './name.ts';
import { readNote } from './note.ts';
import { isKnown, type Reach, readSighting, type Sighting, withSighting } from './reach.ts';

export interface ContactBookOptions {
  readonly store: ContactStore;
  /** Whose book it is. */
  readonly own: FeedId;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What may be said of a contact at once with following. */
export interface FollowDetails {
  /** Empty for none; left out, the contact keeps the one it has. */
  readonly name?: string | undefined;
  readonly reach?: Sighting | undefined;
}

/**
 * Whom a person follows, has accepted and has blocked, and where they were seen. Nothing gets in by itself: each
 * relation is an explicit act. The rules: spec/contacts.md.
 *
 * Every act is kept before its promise resolves and before watchers are told. It rejects with {@link Refused}, and
 * leaves the book as it was, where it may not be or the store does not take it (`unavailable`).
 */
export class ContactBook implements Disposable {
  readonly #mirror: Mirror<Contact>;
  readonly #own: FeedId;
  readonly #now: () => number;

  private constructor(mirror: Mirror<Contact>, { own, now }: ContactBookOptions) {
    this.#mirror = mirror;
    this.#own = own;
    this.#now = () => Math.floor(now());
  }

  static async open(options: ContactBookOptions): Promise<ContactBook> {
    return new ContactBook(await Mirror.open(options.store), options);
  }

  /** Follows somebody, whatever they were before: following a blocked person unblocks them. */
  async follow(id: FeedId, { name, reach }: FollowDetails = {}): Promise<Contact> {
    const sighting = reach && readSighting(reach);
    const given = name === undefined ? undefined : readName(name);
    return this.#relate('follow', id, 'followed', (contact) =>
      contactOf({
        ...contact,
        name: given ?? contact.name,
        reach: sighting ? withSighting(contact.reach, sighting, this.#now()) : contact.reach,
      }),
    );
  }

  /** Forgets somebody who is followed or accepted: they are a stranger again. Leaves who is blocked, blocked. */
  async unfollow(id: FeedId): Promise<void> {
    await this.#change(id, (kept) => (kept?.relation === 'blocked' ? kept : undefined));
  }

  /** Lets somebody write and ring. Who is followed stays so; who is blocked has to be unblocked first. */
  async accept(id: FeedId): Promise<Contact> {
    return this.#relate('accept', id, 'accepted', (contact, kept) => {
      if (kept?.relation === 'followed') return kept;
      if (kept?.relation !== 'blocked') return contact;
      throw new Refused('not-allowed', `Cannot accept ${id}: this contact is blocked. Unblock it first.`);
    });
  }

  /** Refuses everything that somebody wants, known or stranger. */
  async block(id: FeedId): Promise<Contact> {
    return this.#relate('block', id, 'blocked', (contact) => contact);
  }

  /** Makes a blocked person a stranger again. */
  async unblock(id: FeedId): Promise<void> {
    await this.#change(id, (kept) => (kept?.relation === 'blocked' ? undefined : kept));
  }

  /** Gives a contact the person's own name for it; an empty one takes it away. `not-found` for strangers. */
  async rename(id: FeedId, name: string): Promise<void> {
    const given = readName(name);
    await this.#change(id, (kept) => {
      if (kept !== undefined) return contactOf({ ...kept, name: given });
      throw new Refused('not-found', `Cannot name ${id}: it is no contact. Follow or accept it first.`);
    });
  }

  /** Notes something about a contact, for the person alone; an empty text takes it away. `not-found` for strangers. */
  async annotate(id: FeedId, text: string): Promise<void> {
    const note = readNote(text);
    await this.#change(id, (kept) => {
      if (kept !== undefined) return contactOf({ ...kept, note });
      throw new Refused('not-found', `Cannot note anything about ${id}: it is no contact.`);
    });
  }

  /** Notes where a contact is seen, if that is news. Of strangers and of who is blocked nothing is noted. */
  async met(id: FeedId, where: Sighting): Promise<void> {
    const sighting = readSighting(where);
    const isNews = (contact: Contact | undefined): contact is Contact =>
      contact !== undefined &&
      contact.relation !== 'blocked' &&
      !isKnown(contact.reach, sighting, this.#now());
    await this.#mirror.change(
      () => (isNews(this.#mirror.get(id)) ? [id] : []),
      (kept) => (isNews(kept) ? { ...kept, reach: withSighting(kept.reach, sighting, this.#now()) } : kept),
    );
  }

  contact(id: FeedId): Contact | undefined {
    return this.#mirror.get(id);
  }

  /** Of the owner's own id, which other devices of theirs have too: `accepted`. */
  relationOf(id: FeedId): Relation {
    return id === this.#own ? 'accepted' : (this.contact(id)?.relation ?? 'stranger');
  }

  /** Where a contact was seen, newest first. */
  reachOf(id: FeedId): readonly Reach[] {
    return this.contact(id)?.reach ?? [];
  }

  /** All contacts, blocked ones included, in the order in which their relations began. */
  list(): Contact[] {
    return this.#mirror.values().sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
  }

  /** Whom the person follows, in the order of {@link list}. */
  followed(): FeedId[] {
    return this.list().flatMap(({ id, relation }) => (relation === 'followed' ? [id] : []));
  }

  /** Tells of every change, of other processes too. The listener reads the book; it must not throw. */
  watch(listener: () => void): Disposable {
    return this.#mirror.watch(listener);
  }

  /** The whole book as a text for another device. Whoever has it knows who is followed, and who is blocked. */
  exportText(): string {
    return writeContacts(this.list());
  }

  /**
   * Adds what another book has exported, all of it or nothing: of two relations the stronger holds (blocked, then
   * followed, then accepted), of two sightings in a room the newer, of two names ours.
   *
   * @throws {UnreadableText} where the text is none of ours.
   */
  async importText(text: string): Promise<{ added: number; updated: number }> {
    const contacts = new Map(readContacts(text, this.#now()).map((contact) => [contact.id, contact]));
    contacts.delete(this.#own);
    const counts = { added: 0, updated: 0 };
    let size = 0;
    await this.#mirror.change(
      () => {
        size = this.#mirror.size;
        return [...contacts.keys()];
      },
      (kept, id) => {
        const imported = contacts.get(id);
        if (imported === undefined) return kept;
        if (kept === undefined) {
          refuseFullBook(size++);
          counts.added++;
          return imported;
        }
        const merged = mergeContacts(kept, imported);
        if (JSON.stringify(merged) !== JSON.stringify(kept)) counts.updated++;
        return merged;
      },
    );
    return counts;
  }

  /** Stops following the store; the book may still be read. */
  [Symbol.dispose](): void {
    this.#mirror[Symbol.dispose]();
  }

  /** Gives somebody a relation, which begins now unless they have it; `details` makes the record of it. */
  async #relate(
    act: string,
    id: FeedId,
    relation: Contact['relation'],
    details: (contact: Contact, kept: Contact | undefined) => Contact,
  ): Promise<Contact> {
    if (id === this.#own)
      throw new Refused('bad-argument', `Cannot ${act} ${id}: that is you. Give somebody else's id.`);
    if (!isFeedId(id)) {
      const given = JSON.stringify(String(id).slice(0, 64));
      throw new Refused('bad-argument', `Cannot ${act} ${given}: an id is @…=.ed25519; copy it again.`);
    }
    const [contact] = await this.#change(id, (kept) => {
      if (kept === undefined) refuseFullBook(this.#mirror.size);
      const before = kept ?? { id, reach: [] };
      const since = kept?.relation === relation ? kept.since : this.#now();
      return details(contactOf({ ...before, relation, since }), kept);
    });
    if (contact === undefined) throw new Error(`The store lost ${id}.`);
    return contact;
  }

  #change(id: FeedId, edit: Edit<Contact>): Promise<(Contact | undefined)[]> {
    return this.#mirror.change(() => [id], edit);
  }
}

function refuseFullBook(size: number): void {
  if (size < MAX_CONTACTS) return;
  throw new Refused(
    'too-many',
    `Cannot add a contact: the book holds ${size}. Unfollow or unblock some first.`,
  );
}
