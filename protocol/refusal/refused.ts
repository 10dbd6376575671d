/**
 * An expected refusal: an answer, not a fault. Services throw it; the rpc face answers with its sentence as a
 * muxrpc error, the HTTP face with a status and the same code.
 */
export class Refused extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, sentence: string) {
    super(sentence);
    this.name = 'Refused';
    this.code = code;
  }
}

/** Stable names of refusals: scripts and clients may rely on them. */
export type RefusalCode =
  | 'bad-argument'
  | 'not-allowed'
  | 'not-found'
  | 'already-claimed'
  | 'not-claimed'
  | 'taken'
  | 'spent'
  | 'too-many'
  | 'too-slow'
  | 'unavailable';
