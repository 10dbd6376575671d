import assert from 'node:assert/strict';
import { type FeedId, loneStream, type PrivateConversation, privateConversation } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { MemoryWire, VirtualClock } from '@open-rooms/protocol/testing';
import { Admission, openRefused } from '../chat/admission.ts';
import type { Conversation } from '../chat/conversation.ts';
import { Holdings } from '../chat/holdings.ts';
import { MemoryMessageStore } from '../chat/memory-message-store.ts';
import { Speech } from '../chat/speech.ts';
import { Talk } from '../chat/talk.ts';
import { UnsureStore } from '../chat/test-stores.ts';
import { Background } from '../connection/background.ts';
import type { Strangers } from '../contacts/consent.ts';
import { ContactBook } from '../contacts/contact-book.ts';
import { MemoryStore } from '../contacts/memory-store.ts';
import { createIdentity } from '../identity/identity.ts';
import { PeerStream } from '../peers/peer-stream.ts';

/** What the machines' dates say. */
export const now = () => 1767225600000;

/** Resolves once something is so; fails where it is not when nothing happens any more. */
export async function so(what: string, is: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 500; turn++) {
    if (await is()) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  assert.fail(`it is never so: ${what}`);
}

/** Resolves when what was under way in memory is over. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Bob, and what he keeps. */
export class Bob {
  readonly identity = createIdentity(sodium);
  readonly clock = new VirtualClock();
  readonly messages = new UnsureStore();
  readonly book: ContactBook;
  readonly talk: Talk;
  readonly holdings: Holdings;
  strangers: Strangers;
  /** How often somebody asked to begin a conversation. */
  timesAsked = 0;

  private constructor(
    book: ContactBook,
    refused: Awaited<ReturnType<typeof openRefused>>,
    me: Bob['identity'],
    strangers: Strangers,
  ) {
    this.identity = me;
    this.book = book;
    this.strangers = strangers;
    const background = new Background();
    const { identity, clock, messages } = this;
    this.talk = new Talk({
      ...{ identity, clock, now, crypto: sodium, attends: () => false },
      boundsOf: (chat) => this.holdings.boundsOf(chat),
      onEvent: (event) => {
        if (event.kind === 'asked') this.timesAsked++;
        this.holdings.on(event);
      },
    });
    const { talk } = this;
    const holdings = () => this.holdings;
    const speech = new Speech({
      identity,
      clock,
      book,
      talk,
      holdings,
      mayWriteTo: () => true,
      onWish: () => undefined,
    });
    const admission = new Admission({
      ...{ book, refused, background, strangers: () => this.strangers },
      viewers: { isMute: () => false },
    });
    const parts = { me: identity.id, crypto: sodium, clock, admission, messages, background };
    this.holdings = new Holdings(parts, talk, speech);
    book.watch(() => this.holdings.reconsider());
  }

  static async with(strangers: Strangers): Promise<Bob> {
    const me = createIdentity(sodium);
    const book = await ContactBook.open({ store: new MemoryStore(), own: me.id, now });
    return new Bob(book, await openRefused(new MemoryMessageStore()), me, strangers);
  }

  get asked(): readonly Conversation[] {
    return this.holdings.asked.snapshot();
  }

  async isKept(id: FeedId): Promise<boolean> {
    return (await this.messages.conversations()).includes(`private:${id}`);
  }
}

/** A stranger, connected to Bob, with something to say to him alone. */
export class Stranger {
  readonly identity = createIdentity(sodium);
  readonly talk: Talk;
  readonly pair: PrivateConversation;
  readonly wire: MemoryWire;
  hasMet = false;

  constructor(bob: Bob, date = now) {
    const { identity } = this;
    this.pair = privateConversation(sodium, identity.id, bob.identity.id);
    this.talk = new Talk({
      ...{ identity, clock: bob.clock, now: date, crypto: sodium, attends: () => false },
      onEvent: () => undefined,
    });
    this.talk.do((exchange) => exchange.join(this.pair));
    const [wire, other] = MemoryWire.pair();
    this.wire = wire;
    const allocate = (length: number) => new Uint8Array(length);
    const asking = new PeerStream(loneStream(wire, { isAsker: true, name: 'chat', allocate }));
    const asked = new PeerStream(loneStream(other, { isAsker: false, name: 'chat', allocate }));
    void this.talk.speak(bob.identity.id, asking, () => {
      this.hasMet = true;
    });
    void bob.talk.speak(identity.id, asked, () => undefined);
  }

  say(text: string): this {
    const signed = this.talk.sign(this.pair, { kind: 'text', text });
    this.talk.do((exchange, at) => exchange.say(signed, at));
    return this;
  }

  sizeAt(bob: Bob): number {
    return bob.talk.log(this.pair)?.size ?? 0;
  }
}
