/** An error of the operating system (`ENOENT`, `EACCES`, …), as Node reports it. */
export interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
}

/** Whether `error` came from the operating system, and not from this program. */
export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}
