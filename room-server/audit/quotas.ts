import { type Clock, TokenBucket } from '@open-rooms/protocol';
import type { AuditEvent, Happening } from './happening.ts';

/** What people do all day, of each kind: a room of thousands does not come to it. 10,000 entries are 7 MB. */
const MAX_COMINGS_PER_DAY = 10_000;
const MAX_COMINGS_AT_ONCE = 10_000;

/** What somebody is refused, of each kind: whoever tries without end fills no disk with it. */
const MAX_REFUSALS_PER_DAY = 1_000;
const MAX_REFUSALS_AT_ONCE = 200;

const SECONDS_PER_DAY = 24 * 60 * 60;

/**
 * Which events a stranger or a participant can bring about as often as they like; `member_add` and `peer_role` by an invite.
 * The others are what owners, moderators and the server itself do: each of them has its entry, always.
 */
const KINDS: Readonly<Partial<Record<AuditEvent, 'coming' | 'refusal'>>> = {
  session_create: 'coming',
  session_destroy: 'coming',
  send_invitation: 'coming',
  invitation_response: 'coming',
  invalidate_invitation: 'coming',
  member_add: 'coming',
  peer_role: 'coming',
  room_join: 'coming',
  room_leave: 'coming',
  api_action_allowed: 'coming',
  alias_register: 'coming',
  alias_revoke: 'coming',
  share_begin: 'coming',
  share_end: 'coming',
  peer_id_mismatch: 'refusal',
  no_role: 'refusal',
  member_off_limit: 'refusal',
  api_action_denied: 'refusal',
  banned_attempt: 'refusal',
};

/** How often each event is written down by itself; beyond that it is counted. */
export class Quotas {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #buckets = new Map<AuditEvent, TokenBucket>();
  #counted = new Map<AuditEvent, number>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Whether the event has an entry of its own; if not, it is counted now. */
  admits({ event, by, byRight = false }: Pick<Happening, 'event' | 'by' | 'byRight'>): boolean {
    const kind = KINDS[event];
    if (kind === undefined || byRight || by?.kind === 'operator') return true;
    const bucket = this.#buckets.get(event) ?? bucketOf(kind);
    this.#buckets.set(event, bucket);
    const now = this.#clock.now();
    if (bucket.delay(now) > 0) {
      this.#counted.set(event, (this.#counted.get(event) ?? 0) + 1);
      return false;
    }
    bucket.take(now);
    return true;
  }

  /** What was counted since the last time, and how often. */
  takeCounted(): [AuditEvent, number][] {
    const counted = [...this.#counted];
    this.#counted = new Map();
    return counted;
  }
}

function bucketOf(kind: 'coming' | 'refusal'): TokenBucket {
  return kind === 'coming'
    ? new TokenBucket(MAX_COMINGS_PER_DAY / SECONDS_PER_DAY, MAX_COMINGS_AT_ONCE - 1)
    : new TokenBucket(MAX_REFUSALS_PER_DAY / SECONDS_PER_DAY, MAX_REFUSALS_AT_ONCE - 1);
}
