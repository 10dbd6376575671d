/** What kept a client from a room; stable names for scripts and screens. */
export type JoinFault =
  /** The text names no room. */
  | 'unreadable'
  /** No host of that name answers. */
  | 'unreachable'
  /** The host answers, but not who its room is. */
  | 'no-whois'
  /** What it answers is not the address of a room. */
  | 'bad-whois'
  /** The host names another key than it did before. */
  | 'other-key'
  /** What listens there is no SSB peer, or one of another network. */
  | 'other-network'
  /** Nobody proves the key of the address. */
  | 'wrong-key'
  /** A connection is taken, and nothing is answered. */
  | 'silent'
  /** The connection was ended before it was open. */
  | 'refused'
  /** The room proved its key, and hung up on ours. */
  | 'not-let-in'
  /** A peer that is no room. */
  | 'not-a-room'
  /** An invite that is not good, or not good any more. */
  | 'bad-invite'
  /** Nobody has this alias there. */
  | 'no-alias'
  /** The room has no aliases. */
  | 'aliases-unsupported'
  /** The peer is not in the room now. */
  | 'not-online';

/** Why an invite brings nobody in, where the room says so in a word (spec/http-invites.md). */
export const INVITE_FLAWS = [
  'early',
  'expired',
  'spent',
  'revoked',
  'disowned',
  'unknown',
  'banned',
] as const;
export type InviteFlaw = (typeof INVITE_FLAWS)[number];

/** A room, or somebody in it, cannot be reached: the sentence says why and what to do. */
export class JoinError extends Error {
  readonly fault: JoinFault;
  /** Of a `bad-invite`: what is wrong with it, where the room has said. */
  readonly flaw: InviteFlaw | undefined;

  constructor(
    fault: JoinFault,
    sentence: string,
    options: { cause?: unknown; flaw?: InviteFlaw | undefined } = {},
  ) {
    super(sentence, options);
    this.name = 'JoinError';
    this.fault = fault;
    this.flaw = options.flaw;
  }

  /** Whether trying again later may help, without anybody mending anything. */
  get isPassing(): boolean {
    return PASSING.includes(this.fault);
  }
}

const PASSING: readonly JoinFault[] = [
  'unreachable',
  'no-whois',
  'silent',
  'refused',
  'not-let-in',
  'not-online',
];
