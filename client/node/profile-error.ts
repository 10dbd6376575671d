import { isSystemError, KeyFileError, sqliteTroubleOf } from '@open-rooms/protocol/node';

/** Stable names of what keeps a profile from being used: scripts may rely on them. */
export type ProfileErrorCode =
  | 'profile-name'
  | 'profile-not-found'
  | 'profile-in-use'
  | 'profile-unwritable'
  | 'profile-damaged'
  | 'profile-newer'
  | 'profile-other-key';

/** What a person can mend about their profile. The sentence names the path and the way out. */
export class ProfileError extends Error {
  readonly code: ProfileErrorCode;

  constructor(code: ProfileErrorCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'ProfileError';
    this.code = code;
  }
}

/** The error for a file or directory that the system does not let us use. */
export function unwritable(what: string, cause: Error): ProfileError {
  return new ProfileError(
    'profile-unwritable',
    `Cannot use ${what}: ${cause.message}. Make sure that this account may write there and that the disk is not full.`,
    { cause },
  );
}

/** What a failure to take a lock means to a person. */
export function lockError(path: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  switch (isSystemError(error) ? 'unwritable' : sqliteTroubleOf(error)) {
    case 'unwritable':
      return unwritable(`the lock ${path}`, error);
    case 'damaged':
      return new ProfileError(
        'profile-damaged',
        `The lock ${path} is a file of something else. Is that the folder of a profile? If so, delete that file.`,
        { cause: error },
      );
    default:
      return error;
  }
}

/** What a key file that cannot be used means to a person. */
export function keyError(error: unknown): unknown {
  if (!(error instanceof KeyFileError)) return error;
  const code = error.code === 'damaged' ? 'profile-damaged' : 'profile-unwritable';
  return new ProfileError(code, error.message, { cause: error });
}
