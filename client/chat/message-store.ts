/**
 * Where the messages of conversations are kept: a browser's database, a file, memory. What a message is, and what a
 * conversation is called, is for who keeps them: here they are bytes and texts.
 */
export interface MessageStore {
  /** All messages of a conversation, in the order in which they were added. */
  load(conversation: string): Promise<Uint8Array[]>;
  /**
   * Keeps a message, durably once it resolves. One of the same id in the same conversation is kept already, and stays
   * as it was: whether anything was kept is the answer.
   */
  add(conversation: string, id: string, bytes: Uint8Array): Promise<boolean>;
  /** Takes messages away; those that are not there are no fault. */
  remove(conversation: string, ids: readonly string[]): Promise<void>;
  /** Which conversations have messages, in any order. */
  conversations(): Promise<string[]>;
}
