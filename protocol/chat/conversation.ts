import { toHex } from '../bytes/hex.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { FeedId } from '../identity/feed-id.ts';

/** SHA-256 of what the conversation is, 64 hexadecimal digits. */
export type ConversationId = string;

/** Bytes of a conversation's id, and of a message's. */
export const ID_BYTES = 32;

/** What people say in a room: whoever attends it takes part. */
export interface RoomConversation {
  readonly kind: 'room';
  readonly id: ConversationId;
  readonly room: FeedId;
}

/** What two people say to each other. */
export interface PrivateConversation {
  readonly kind: 'private';
  readonly id: ConversationId;
  /** In the order of their texts. */
  readonly people: readonly [FeedId, FeedId];
}

export type Conversation = RoomConversation | PrivateConversation;

type Hash = Pick<CryptoBackend, 'sha256'>;

const encoder = new TextEncoder();

/** The conversation of a room. */
export function roomConversation(crypto: Hash, room: FeedId): RoomConversation {
  return { kind: 'room', id: idOf(crypto, `=open-rooms-conversation:room:${room}`), room };
}

/** The conversation of exactly two, in whatever order they are named. Throws `RangeError` where they are one. */
export function privateConversation(crypto: Hash, one: FeedId, other: FeedId): PrivateConversation {
  if (one === other)
    throw new RangeError(`Cannot make a private conversation of ${one} alone: name two people.`);
  const people = one < other ? ([one, other] as const) : ([other, one] as const);
  return {
    kind: 'private',
    id: idOf(crypto, `=open-rooms-conversation:private:${people.join(':')}`),
    people,
  };
}

/** Whether somebody may have written in it. Of a room nobody can tell: who attended yesterday is not known. */
export function mayWrite(conversation: Conversation, author: FeedId): boolean {
  return conversation.kind === 'room' || conversation.people.includes(author);
}

function idOf(crypto: Hash, text: string): ConversationId {
  return toHex(crypto.sha256(encoder.encode(text)));
}
