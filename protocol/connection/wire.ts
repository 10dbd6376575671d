/** A socket, seen from the protocol: TCP, WebSocket, a tunnel, or memory in tests. */
export interface Wire {
  /** Sends bytes. They belong to the wire from then on. */
  write(bytes: Uint8Array): void;
  /** Bytes written that the system did not take yet. */
  readonly backlog: number;
  /** Stops reading: what the other side sends waits at its end. */
  pause(): void;
  resume(): void;
  /** Closes once everything written is sent. */
  end(): void;
  /** Closes at once. */
  destroy(): void;
}

/** What a wire tells its connection. */
export interface WireEvents {
  /** Bytes arrived. They belong to the receiver from then on. */
  onBytes(bytes: Uint8Array): void;
  /** The backlog, which was not empty, is. */
  onDrained(): void;
  /** The wire is closed, by whichever side. Called once. */
  onClosed(): void;
}
