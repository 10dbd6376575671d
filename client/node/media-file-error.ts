/** Stable names of what keeps a media file from being shared or written: scripts may rely on them. */
export type MediaFileFault =
  /** It is not there, cannot be read, or is no media file. */
  | 'media-unreadable'
  | 'media-no-video'
  /** Its video is in a codec that peers do not speak of. */
  | 'media-codec'
  /** No file of this kind is written, it exists already, or the disk refuses. */
  | 'media-unwritable';

/** What a person can mend about a media file. The sentence names the path and the way out. */
export class MediaFileError extends Error {
  readonly fault: MediaFileFault;

  constructor(fault: MediaFileFault, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'MediaFileError';
    this.fault = fault;
  }
}
