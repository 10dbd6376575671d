import type { BoxStreamError } from '../boxstream/reader.ts';
import type { ProtocolError } from '../muxrpc/errors.ts';
import type { HandshakeFailure } from '../shs/handshake.ts';

/** Why a connection ended. Counted by whoever serves it, never told to the other side. */
export type CloseReason =
  | HandshakeFailure
  | BoxStreamError['code']
  | ProtocolError['code']
  | 'early-data'
  | 'handshake-timeout'
  /** Nothing came for too long, not even the answer to a ping. */
  | 'silent'
  /** The other side said goodbye. */
  | 'goodbye'
  /** The wire closed without a goodbye. */
  | 'hang-up'
  /** We closed it, for a reason of our own. */
  | 'closed';
