/** Why a link or one of its streams cannot be used. */
export type LinkFault = 'ended' | 'no-path' | 'refused' | 'silent';

export class LinkError extends Error {
  readonly fault: LinkFault;

  constructor(fault: LinkFault, sentence: string) {
    super(sentence);
    this.name = 'LinkError';
    this.fault = fault;
  }
}
