/** Stable names of what keeps a data directory from being used: scripts may rely on them. */
export type DataDirectoryErrorCode = 'data-in-use' | 'data-unwritable' | 'data-damaged' | 'data-newer';

/** What an admin can mend about the data directory. The sentence names the path and the way out. */
export class DataDirectoryError extends Error {
  readonly code: DataDirectoryErrorCode;

  constructor(code: DataDirectoryErrorCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'DataDirectoryError';
    this.code = code;
  }
}
