/**
 * Why nothing is shared: the room knows no stage, it is not connected now or was left, it refused, this program opens
 * no links, or the source has no way to encode that anybody could decode.
 */
export type ShareFault = 'no-stage' | 'room-away' | 'left' | 'refused' | 'no-links' | 'no-codec';

/** Nothing is shared. The sentence says what to do, for whoever sees it. */
export class ShareError extends Error {
  readonly fault: ShareFault;

  constructor(fault: ShareFault, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'ShareError';
    this.fault = fault;
  }
}
