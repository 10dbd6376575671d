/** Primary result codes of SQLite, https://sqlite.org/rescode.html. */
const PERM = 3;
const BUSY = 5;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** Extended codes keep the primary one in their low byte. */
const PRIMARY_MASK = 0xff;

/** What is wrong outside of this program, as far as SQLite can tell. */
export type SqliteTrouble = 'busy' | 'unwritable' | 'damaged';

/** What an error of node:sqlite says about the file; `undefined` for mistakes in a statement and all else. */
export function sqliteTroubleOf(error: unknown): SqliteTrouble | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  switch (error.errcode & PRIMARY_MASK) {
    case BUSY:
      return 'busy';
    case PERM:
    case READONLY:
    case IOERR:
    case FULL:
    case CANTOPEN:
      return 'unwritable';
    case CORRUPT:
    case NOTADB:
      return 'damaged';
    default:
      return undefined;
  }
}
