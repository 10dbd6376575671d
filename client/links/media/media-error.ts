import { LinkError } from '../link-error.ts';

/** Why a media connection is over. */
export type MediaFault =
  /** This end closed it. */
  | 'closed'
  /** The far end closed it. */
  | 'left'
  /** The far end ended the signalling before it answered. */
  | 'refused'
  /** No path was found, direct or by the servers that are named. */
  | 'no-path'
  /** What was signalled cannot be made sense of. */
  | 'bad-signal'
  /** This program's WebRTC cannot do what was asked. */
  | 'unsupported';

export class MediaError extends Error {
  readonly fault: MediaFault;

  constructor(fault: MediaFault, sentence: string, options?: { cause?: unknown }) {
    super(sentence, options);
    this.name = 'MediaError';
    this.fault = fault;
  }
}

/** Why a connection could not be negotiated: no path is known to begin with, or what was signalled makes no sense. */
export function mediaErrorOf(cause: unknown): MediaError {
  if (cause instanceof LinkError && cause.fault === 'no-path')
    return new MediaError('no-path', cause.message, { cause });
  const sentence = `The connection could not be negotiated: ${cause instanceof Error ? cause.message : cause}`;
  return new MediaError('bad-signal', sentence, { cause });
}
