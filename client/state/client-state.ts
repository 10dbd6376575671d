import type { FeedId } from '@open-rooms/protocol';
import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { Conversation } from '../chat/conversation.ts';
import type { Client } from '../client.ts';
import type { Room } from '../connection/room.ts';
import type { Contact } from '../contacts/contact.ts';
import type { KnownRoom } from '../contacts/known-room.ts';
import type { Link } from '../links/link.ts';
import type { IncomingRing } from '../peers/incoming-ring.ts';
import { ConversationState } from './conversation-state.ts';
import { RoomState } from './room-state.ts';
import { StageState } from './stage-state.ts';
import { liveItems, watchedSignal } from './watched-signal.ts';

/** What a client has, as signals: one narrow signal for each thing that a screen shows. */
export class ClientState {
  readonly client: Client;
  /** Rooms that are joined. */
  readonly rooms: ReadonlySignal<readonly Room[]>;
  /** Rooms in which this person has been, the one seen last first. */
  readonly knownRooms: ReadonlySignal<readonly KnownRoom[]>;
  /** All contacts, blocked ones included, in the order in which their relations began. */
  readonly contacts: ReadonlySignal<readonly Contact[]>;
  /** Rooms that are joined, and whoever was talked with. */
  readonly conversations: ReadonlySignal<readonly Conversation[]>;
  /** How many messages of others were not read, in rooms and in private. */
  readonly unread: ReadonlySignal<number>;
  /** The same, in private alone. */
  readonly unreadPrivate: ReadonlySignal<number>;
  /** Private conversations that strangers have begun, and nobody has decided. */
  readonly asked: ReadonlySignal<readonly Conversation[]>;
  /** Who rings. */
  readonly rings: ReadonlySignal<readonly IncomingRing[]>;
  /** Strangers who ring: to be shown quietly. */
  readonly askedRings: ReadonlySignal<readonly IncomingRing[]>;
  /** How much is new in private: messages, and whoever asks or rings. */
  readonly news: ReadonlySignal<number>;
  /** What this person calls themselves; empty for no name. */
  readonly ownName: ReadonlySignal<string>;
  readonly #names = new Map<FeedId, ReadonlySignal<string | undefined>>();
  readonly #conversationStates = new WeakMap<Conversation, ConversationState>();
  readonly #roomStates = new WeakMap<Room, RoomState>();
  readonly #stages = new WeakMap<Room, StageState>();
  readonly #links = new Map<FeedId, ReadonlySignal<Link | undefined>>();
  readonly #contacts = new Map<FeedId, ReadonlySignal<Contact | undefined>>();

  constructor(client: Client) {
    this.client = client;
    const { contacts, knownRooms } = client;
    this.rooms = liveItems(client.rooms);
    this.conversations = liveItems(client.conversations.all);
    const unreadOf = (all: readonly Conversation[]) =>
      all.reduce((sum, each) => sum + this.conversation(each).unread.value, 0);
    this.unread = computed(() => unreadOf(this.conversations.value));
    this.unreadPrivate = computed(() =>
      unreadOf(this.conversations.value.filter(({ kind }) => kind === 'private')),
    );
    this.asked = liveItems(client.conversations.asked);
    this.rings = liveItems(client.rings);
    this.askedRings = liveItems(client.askedRings);
    this.news = computed(
      () => this.unreadPrivate.value + this.asked.value.length + this.askedRings.value.length,
    );
    this.ownName = watchedSignal(
      () => client.name,
      (onChange) => client.watchNames(onChange),
    );
    this.contacts = watchedSignal(
      () => contacts.list(),
      (onChange) => contacts.watch(onChange),
    );
    this.knownRooms = watchedSignal(
      () => knownRooms.list(),
      (onChange) => knownRooms.watch(onChange),
    );
  }

  /** The signals of one room. */
  room(room: Room): RoomState {
    const known = this.#roomStates.get(room) ?? new RoomState(room);
    this.#roomStates.set(room, known);
    return known;
  }

  /** What is shared in one room, and what of it is watched here. */
  stage(room: Room): StageState {
    const known = this.#stages.get(room) ?? new StageState(this.client.stage(room));
    this.#stages.set(room, known);
    return known;
  }

  /** The signals of one conversation. */
  conversation(conversation: Conversation): ConversationState {
    const known = this.#conversationStates.get(conversation) ?? new ConversationState(conversation);
    this.#conversationStates.set(conversation, known);
    return known;
  }

  /** What somebody is called: by the contact book, or else as they call themselves. */
  name(id: FeedId): ReadonlySignal<string | undefined> {
    const known =
      this.#names.get(id) ??
      watchedSignal(
        () => this.client.nameOf(id),
        (onChange) => this.client.watchNames(onChange),
      );
    this.#names.set(id, known);
    return known;
  }

  /** The link to somebody; `undefined` where there is none. */
  link(id: FeedId): ReadonlySignal<Link | undefined> {
    const { client } = this;
    const known =
      this.#links.get(id) ??
      watchedSignal(
        () => client.link(id),
        (onChange) => client.links.watch({ joined: onChange, left: onChange }),
      );
    this.#links.set(id, known);
    return known;
  }

  /** What a person chose about somebody; `undefined` for a stranger. */
  contact(id: FeedId): ReadonlySignal<Contact | undefined> {
    const { contacts } = this.client;
    const known =
      this.#contacts.get(id) ??
      watchedSignal(
        () => contacts.contact(id),
        (onChange) => contacts.watch(onChange),
      );
    this.#contacts.set(id, known);
    return known;
  }
}
