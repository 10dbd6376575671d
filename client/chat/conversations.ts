import { type ChatEvent, type Ending, type FeedId, Refused, type Stream } from '@open-rooms/protocol';
import type { LiveSet } from '../connection/attendants.ts';
import type { Background } from '../connection/background.ts';
import type { Room } from '../connection/room.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { Strangers } from '../contacts/consent.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { Identity } from '../identity/identity.ts';
import type { PeerConnection } from '../peers/peer-connection.ts';
import type { Peers } from '../peers/peers.ts';
import { Admission, isMute } from './admission.ts';
import type { OnMessage } from './arrivals.ts';
import { Attendance } from './attendance.ts';
import { ChatLines } from './chat-lines.ts';
import type { Conversation } from './conversation.ts';
import { type ChatLinks, DirectLines } from './direct-lines.ts';
import { Holdings } from './holdings.ts';
import type { MessageStore } from './message-store.ts';
import { Overlay } from './overlay.ts';
import type { SmallTexts } from './small-texts.ts';
import { Speech } from './speech.ts';
import { Talk } from './talk.ts';

export interface ConversationsParts {
  readonly identity: Identity;
  readonly runtime: Runtime;
  readonly book: ContactBook;
  /** What strangers get, now. */
  readonly strangers: () => Strangers;
  readonly peers: Peers;
  readonly links: ChatLinks;
  readonly rooms: () => LiveSet<Room>;
  readonly messages: MessageStore;
  /** Whose conversation was refused: `openRefused`. */
  readonly refused: SmallTexts;
  /** Whether anybody is spoken with; if not, what is kept can be read all the same. */
  readonly isSpeaking: boolean;
  readonly background: Background;
  /** Somebody speaks this over a connection. */
  readonly onHeard: (peer: PeerConnection) => void;
}

/** What one person says and hears: the conversation of each room that is joined, and those with one other person. */
export class Conversations {
  readonly #parts: ConversationsParts;
  readonly #holdings: Holdings;
  readonly #talk: Talk;
  readonly #lines: ChatLines;
  readonly #overlay: Overlay;
  readonly #attendance: Attendance;
  readonly #direct: DirectLines | undefined;
  #isDue = false;

  constructor(parts: ConversationsParts) {
    this.#parts = parts;
    const { identity, runtime, book, peers } = parts;
    this.#talk = new Talk({
      ...{ identity, crypto: runtime.crypto, clock: runtime.clock, now: runtime.now },
      attends: (room, neighbour) => this.#attendance.attends(room, neighbour),
      isBlocked: (author) => book.relationOf(author) === 'blocked',
      isMute: (author, chat) => author !== identity.id && isMute(peers.viewers, author, chat),
      boundsOf: (chat) => this.#holdings.boundsOf(chat),
      onEvent: (event) => this.#on(event),
    });
    const talk = this.#talk;
    this.#attendance = new Attendance({
      ...{ clock: runtime.clock, peers, rooms: () => parts.rooms().snapshot() },
      isDirect: (id) => this.#direct?.has(id) === true,
      onChange: () => this.#review(),
    });
    const speech = new Speech({
      ...{ identity, clock: runtime.clock, book, talk },
      mayWriteTo: (id) => peers.viewers.mayWriteTo(id),
      holdings: () => this.#holdings,
      onWish: (id) => this.#overlay.wish(id),
    });
    const admission = new Admission({ ...parts, viewers: peers.viewers });
    this.#holdings = new Holdings(
      { ...parts, me: identity.id, crypto: runtime.crypto, clock: runtime.clock, admission },
      talk,
      speech,
    );
    this.#lines = new ChatLines({
      ...{ talk, clock: runtime.clock },
      onHeard: (peer) => this.#onHeard(peer),
      onEnded: (peer, how) => this.#overlay.onLineEnded(peer, how),
    });
    this.#overlay = new Overlay({
      ...{ id: identity.id, runtime, book, peers },
      wished: () => this.#holdings.wished(),
      hasLine: (peer) => this.#lines.has(peer),
      openLine: (peer) => this.#lines.open(peer),
      endLine: (peer) => this.#lines.end(peer),
      isDirect: (id) => this.#direct?.isWell(id) === true,
      // Names go through tunnels, whichever way the rest does.
      onDirect: (peer) => parts.onHeard(peer),
      tendDirect: (isNeeded) => this.#direct?.tend(isNeeded),
    });
    if (parts.isSpeaking) this.#direct = this.#directLines();
    book.watch(() => this.reconsider());
    peers.viewers.watch(() => this.#onViewers());
  }

  /** Finds the private conversations that are kept. Rejects where that cannot be read. */
  find(): Promise<void> {
    return this.#holdings.find();
  }

  /** Rooms that are joined, and whoever was spoken with. Whom strangers' are is {@link Conversations.asked}. */
  get all(): LiveSet<Conversation> {
    return this.#holdings.all;
  }

  /** Private conversations that strangers have begun, and that nobody has accepted: to be shown quietly. */
  get asked(): LiveSet<Conversation> {
    return this.#holdings.asked;
  }

  /** The conversation of a room that is joined. */
  of(room: Room): Conversation {
    return this.#holdings.room(room).shown;
  }

  /** The conversation with somebody; they learn of it when something is said. Throws `RangeError` for oneself. */
  with(id: FeedId): Conversation {
    const held = this.#holdings.with(id);
    if (!held.isJoined) this.#parts.background.run(this.#holdings.joinAny(held));
    return held.shown;
  }

  /** Whether somebody takes what this person says to them: whoever only watches in all rooms in common is not heard. */
  mayWriteTo(id: FeedId): boolean {
    return this.#parts.peers.viewers.mayWriteTo(id);
  }

  /** Whether a room says that somebody only watches there. */
  isViewer(room: Room, id: FeedId): boolean {
    return this.#parts.peers.viewers.isViewerIn(room.id, id);
  }

  /** Calls `listener` for each message of somebody else that comes, also of strangers, until disposed. */
  onMessage(listener: OnMessage): Disposable {
    return this.#holdings.arrivals.watch(listener);
  }

  /** Takes part in a room's conversation, until disposed. */
  watch(room: Room): Disposable {
    const held = this.#holdings.room(room);
    this.#parts.background.run(this.#holdings.join(held));
    using watching = new DisposableStack();
    watching.defer(() => this.#holdings.leave(held));
    watching.use(this.#attendance.watch(room));
    if (this.#parts.isSpeaking) watching.use(this.#overlay.watch(room));
    return watching.move();
  }

  /**
   * Answers `peer.chat`.
   * @throws Refused
   */
  accept(peer: PeerConnection, stream: Stream): void {
    if (!this.#parts.isSpeaking)
      throw new Refused('not-allowed', 'refused: this program takes part in no conversation');
    if (this.#overlay.isAvoided(peer.id))
      throw new Refused(
        'not-allowed',
        'refused: you broke the rules of the conversation; try again in an hour',
      );
    this.#lines.accept(peer, stream);
  }

  /** Whether somebody takes part in a room's conversation who is to go by its word. */
  concerns(room: FeedId, ending: Ending): boolean {
    return this.#attendance.concerns(room, ending);
  }

  /** A room's word, which was verified: who takes part no more. */
  onEnding({ id }: Room, ending: Ending): void {
    this.#attendance.end(id, ending);
  }

  /** The person does something else with somebody: their connection is not only for conversations. */
  giveUp(peer: PeerConnection): void {
    this.#overlay.giveUp(peer);
  }

  /** The book has changed, or what strangers get. */
  reconsider(): void {
    this.#holdings.reconsider();
    this.#overlay.review();
  }

  close(): void {
    this.#overlay.close();
    this.#direct?.[Symbol.dispose]();
    this.#talk.close();
    this.#holdings.close();
  }

  #directLines(): DirectLines {
    const { identity, runtime, book, links } = this.#parts;
    return new DirectLines({
      ...{ own: identity.id, talk: this.#talk, clock: runtime.clock, links },
      isWelcome: (id) =>
        this.#overlay.isIn && !this.#overlay.isAvoided(id) && book.relationOf(id) !== 'blocked',
      onChange: () => {
        this.#overlay.review();
        // Whoever is spoken with directly may attend a room by that alone.
        this.#review();
      },
    });
  }

  /** Who may speak again has perhaps said something meanwhile. */
  #onViewers(): void {
    this.reconsider();
    this.#talk.do((exchange) => exchange.reconsider());
  }

  #onHeard(peer: PeerConnection): void {
    this.#overlay.onHeard(peer);
    this.#parts.onHeard(peer);
  }

  #on(event: ChatEvent): void {
    if (event.kind === 'cut') this.#overlay.avoid(event.link.neighbour);
    this.#holdings.on(event);
  }

  /** Many who come at once are one change. */
  #review(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#talk.do((exchange) => exchange.review());
    });
  }
}
