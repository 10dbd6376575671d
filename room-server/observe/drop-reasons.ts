/**
 * Why the server refused or ended something that a peer began: the one list of the values of the label `reason`,
 * each with the attack or the fault that it stops.
 */
export const DROP_REASONS = {
  'handshake-timeout': 'A connection did not finish its handshake in time.',
  'handshake-garbage': 'The first bytes were no handshake, or a later message of it was damaged.',
  'wrong-network-key':
    'The first message was made with another network key, so the peer is of another network.',
  'low-order-key': 'The handshake held a key of low order, whose shared secret anyone could know.',
  'too-many-connections-address': 'One address held as many connections as it may.',
  'too-many-connections': 'The server held as many connections as it may.',
  'too-many-connections-key': 'One identity held as many connections as it may.',
  'too-many-handshakes': 'Too many handshakes were under way, or came from one address within a short time.',
  banned: 'Somebody whom the room has banned came.',
  'not-admitted': 'Somebody who is no member came to a restricted room.',
  'protocol-error': 'A peer broke a rule of box stream or muxrpc.',
  'frame-too-large': 'The header of a frame claimed more bytes than a frame may have.',
  'box-too-large': 'The header of a box claimed more bytes than a box may have.',
  'too-many-requests': 'One connection had as many requests open as it may.',
  'bad-request': 'A request could not be read, or was too long.',
  'refused-request': 'A method refused what was asked of it.',
  'answers-unread': 'A peer asked and did not read the answers.',
  'too-many-http-requests': 'One address sent HTTP requests faster than it may.',
  'too-many-stun-requests': 'STUN requests came faster than they may, from one address or from all.',
  silent: 'A peer answered nothing for too long.',
  'too-slow': 'A reader fell so far behind that it was cut off.',
} as const satisfies Readonly<Record<string, string>>;

export type DropReason = keyof typeof DROP_REASONS;

/** Every reason, in the order of the list. */
export const DROP_REASON_LIST = Object.keys(DROP_REASONS) as readonly DropReason[];
