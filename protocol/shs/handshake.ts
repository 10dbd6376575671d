import type { Secrets } from './secrets.ts';

/** Why a handshake ended without a connection. Never told to the other side: a failure is a closed socket. */
export type HandshakeFailure =
  /** The hello's HMAC does not fit: another network key, or no SSB peer at all. */
  | 'wrong-network-key'
  /** A low-order point, which would make the shared secret known to everybody. */
  | 'low-order-key'
  /** Message 3 or 4 does not open, or its signature is not good: another key was meant, or is claimed. */
  | 'not-proven';

/** What a handshake answers to bytes that it is fed. */
export type HandshakeOutput =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  /** Server only: the caller is proven; `accept` lets it in, closing turns it away. */
  | { readonly kind: 'caller'; readonly remote: Uint8Array }
  | { readonly kind: 'done'; readonly secrets: Secrets }
  | { readonly kind: 'failed'; readonly failure: HandshakeFailure };

/** Secret-handshake version 1, one side of it. */
export interface Handshake {
  /** What is sent unasked. */
  start(): readonly HandshakeOutput[];

  /** Feeds bytes, cut anywhere. After `done` and `failed` there are no more outputs. */
  receive(bytes: Uint8Array): readonly HandshakeOutput[];

  /** What came behind the handshake's last message: it belongs to the box stream. */
  readonly rest: Uint8Array;
}
