import type { HandshakeFailure } from '../shs/handshake.ts';

/** What a channel answers to bytes. What is to be sent comes first, as it must leave first. */
export type ChannelEvent =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  /** Called side only: the caller proved `remote`; {@link Channel.accept} lets it in. */
  | { readonly kind: 'caller'; readonly remote: Uint8Array }
  | { readonly kind: 'open'; readonly remote: Uint8Array }
  | { readonly kind: 'plain'; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly failure: HandshakeFailure | 'early-data' }
  /** The other side said goodbye: what ends without it was cut. */
  | { readonly kind: 'goodbye' };

/** What turns a wire's bytes into muxrpc's and back. */
export interface Channel {
  /** Whether plain text may flow. */
  readonly isOpen: boolean;
  start(): ChannelEvent[];
  /** Feeds bytes of the wire, cut anywhere, and takes their memory over. Throws `BoxStreamError`. */
  receive(bytes: Uint8Array): ChannelEvent[];
  /** Lets a caller in that was named by an event. Throws `BoxStreamError` where what it sent early is damaged. */
  accept(): ChannelEvent[];
  /** The wire's bytes for `plain`. Only when open. */
  seal(plain: Uint8Array): Uint8Array;
  /** The last bytes for the wire. */
  goodbye(): Uint8Array;
}
