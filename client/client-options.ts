import { fromBase64, MAIN_NETWORK_KEY } from '@open-rooms/protocol';
import { openRefused } from './chat/admission.ts';
import { MemoryMessageStore } from './chat/memory-message-store.ts';
import type { MessageStore } from './chat/message-store.ts';
import { Names } from './chat/names.ts';
import { Background } from './connection/background.ts';
import type { Runtime } from './connection/runtime.ts';
import type { Strangers } from './contacts/consent.ts';
import type { ContactStore } from './contacts/contact.ts';
import { ContactBook } from './contacts/contact-book.ts';
import type { KnownRoomStore } from './contacts/known-room.ts';
import { KnownRooms } from './contacts/known-rooms.ts';
import { MemoryStore } from './contacts/memory-store.ts';
import type { Identity } from './identity/identity.ts';
import type { LinksLoader } from './links/node-port.ts';
import type { IncomingPipe } from './peers/incoming-pipe.ts';

export interface ClientOptions {
  readonly identity: Identity;
  /** What the client runs on: `nodeRuntime` of `@open-rooms/client/node`. */
  readonly runtime: Runtime;
  /** 32 bytes; the main network of SSB where nobody says another. */
  readonly networkKey?: Uint8Array;
  /** Where contacts and rooms are kept; in memory where nobody says. */
  readonly contacts?: ContactStore;
  readonly rooms?: KnownRoomStore;
  /** What strangers get; `request` where nobody says. */
  readonly strangers?: Strangers;
  /**
   * Where messages are kept, and the names that people give themselves. Without it the client speaks in no
   * conversation; `new MemoryMessageStore()` for one that forgets.
   */
  readonly messages?: MessageStore;
  /**
   * Brings what links need, when the first peer is there: `() => import('@open-rooms/client/links')`. Without it there
   * are tunnels alone.
   */
  readonly links?: LinksLoader;
  /**
   * Whether the person hides their address, asked before each connection: then direct ones go over relays that the rooms
   * name, and where there are none everything goes through the room.
   */
  readonly isRelayedOnly?: () => boolean;
  /** Somebody sends bytes. Of a stranger it is a request first. Without it, everything that is sent is refused. */
  readonly onPipe?: (pipe: IncomingPipe) => void;
}

/** The network that a client is in, 32 bytes. */
export function networkKeyOf({ networkKey }: ClientOptions): Uint8Array {
  return networkKey ?? fromBase64(MAIN_NETWORK_KEY) ?? new Uint8Array(32);
}

/** Something that can be given up. */
export interface Abortable {
  readonly signal?: AbortSignal;
}

/** What a client keeps, opened. */
export interface Books {
  readonly contacts: ContactBook;
  readonly knownRooms: KnownRooms;
  readonly messages: MessageStore;
  readonly refused: Awaited<ReturnType<typeof openRefused>>;
  readonly names: Names;
  readonly background: Background;
}

/** Opens all that a client keeps. Rejects where it cannot be read. */
export async function openBooks(options: ClientOptions): Promise<Books> {
  const { identity, runtime, contacts = new MemoryStore(), rooms = new MemoryStore() } = options;
  const { messages = new MemoryMessageStore() } = options;
  const background = new Background();
  const { now } = runtime;
  const [book, knownRooms, refused] = await Promise.all([
    ContactBook.open({ store: contacts, own: identity.id, now }),
    KnownRooms.open({ store: rooms, now }),
    openRefused(messages),
  ]);
  const names = await Names.open({ id: identity.id, book, background, messages, clock: runtime.clock });
  return { contacts: book, knownRooms, messages, refused, names, background };
}
