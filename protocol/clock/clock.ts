/** Time, given from outside: real in programs, virtual in tests. */
export interface Clock {
  /** Milliseconds since about 1970 that never run backwards, whatever is done to the machine's date. */
  now(): number;
  /** Runs once after `ms` milliseconds, unless disposed before. */
  after(ms: number, run: () => void): Disposable;
}
