/** What was wrong with what came of a share: stable names. */
export type ShareFaultCode =
  /** A frame, a message or a chunk that is longer than any can be. */
  | 'too-large'
  /** One that cannot be read. Whoever sent it is at fault: each hop reads before it passes on. */
  | 'malformed'
  /** A chunk that is signed and opens, and holds no piece: the sharer itself is at fault. */
  | 'bad-piece';

/** Somebody broke the protocol of shares, or a limit that protects us. */
export class ShareFault extends Error {
  readonly code: ShareFaultCode;

  constructor(code: ShareFaultCode, sentence: string) {
    super(sentence);
    this.name = 'ShareFault';
    this.code = code;
  }
}
