/** Why a neighbour was cut: stable names. */
export type ChatFaultCode =
  /** What it said first is not this protocol. */
  | 'not-chat'
  /** A frame that is longer than any can be. */
  | 'frame-too-large'
  /** A frame or a record that cannot be read. */
  | 'damaged'
  /** A record whose signature is not its author's, or whose author has no place in the conversation. */
  | 'forged'
  /** A page that nobody asked for, or not that one. */
  | 'unasked'
  /** More than a neighbour may send, ask for or claim to hold. */
  | 'too-many'
  /** It left unanswered what it was asked. */
  | 'unanswered';

/** A neighbour broke the protocol, or a limit that protects us: its link ends. */
export class ChatFault extends Error {
  readonly code: ChatFaultCode;

  constructor(code: ChatFaultCode, sentence: string) {
    super(sentence);
    this.name = 'ChatFault';
    this.code = code;
  }
}
