/** A sender and a receiver with something between them that carries bytes. */
export interface Line {
  /** Seals at least `bytes` to be sent; answers how many it became. */
  seal(bytes: number): Promise<number>;
  /** Sends what was sealed; resolves when all of it has arrived. */
  send(): Promise<void>;
  close(): void;
}
