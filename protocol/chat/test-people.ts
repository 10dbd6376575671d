import type { CryptoBackend } from '../crypto/backend.ts';
import { feedIdOf } from '../identity/feed-id.ts';
import type { NamedKeyPair } from '../identity/secret-text.ts';
import { type RoomConversation, roomConversation } from './conversation.ts';
import { type ChatRecord, type Content, signRecord } from './message.ts';

/** People of tests: the same person for the same number, 0 to 199, and the room that they are in. */
export class TestPeople {
  readonly crypto: CryptoBackend;
  readonly room: RoomConversation;

  constructor(crypto: CryptoBackend) {
    this.crypto = crypto;
    this.room = roomConversation(crypto, this.person(200).id);
  }

  person(number: number): NamedKeyPair {
    const keys = this.crypto.signKeyPair(new Uint8Array(32).fill(number));
    return { id: feedIdOf(keys.publicKey), ...keys };
  }

  /** What somebody says in the room at a time. */
  said(author: NamedKeyPair, time: number, content: Content | string): ChatRecord {
    const whole: Content = typeof content === 'string' ? { kind: 'text', text: content } : content;
    return signRecord(this.crypto, author, this.room.id, time, whole);
  }
}
