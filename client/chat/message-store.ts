/** A message as it is kept. */
export interface KeptMessage {
  /** Its name within the conversation. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** What is to be kept of a conversation, and what not any more. */
export interface MessageChanges {
  /** Of one whose id is kept already nothing changes. */
  readonly put: readonly KeptMessage[];
  /** Ids; those that are not there are no fault. */
  readonly drop: readonly string[];
}

/**
 * Where the messages of conversations are kept: a browser's database, a file, memory. What a message is, and what a
 * conversation is called, is for who keeps them: here they are bytes and texts.
 */
export interface MessageStore {
  /** All messages of a conversation, in the order in which they were added. Rejects with `Refused`. */
  load(conversation: string): Promise<Uint8Array[]>;
  /**
   * Drops messages, then puts others, all or nothing: durably once it resolves. Rejects with `Refused` where it cannot
   * be kept, and then nothing has changed.
   */
  change(conversation: string, changes: MessageChanges): Promise<void>;
  /** Which conversations have messages, in any order. */
  conversations(): Promise<string[]>;
}
