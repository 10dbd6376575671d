import type { FeedId } from '@open-rooms/protocol';
import type { PathKind } from '../links/rtc/path.ts';

/** What is wrong with a room; stable names for scripts. Each stands with what to do about it in `verdict.ts`. */
export type CheckFault =
  /** The text names no room. */
  | 'unreadable'
  /** A join page or a link does not know the invite. */
  | 'bad-invite'
  /** No host has that name. */
  | 'no-such-host'
  /** The host refuses the port: no program has it open. */
  | 'nobody-listens'
  /** Nothing comes back, not even a refusal: a firewall, or a machine that is off. */
  | 'no-answer'
  /** The host cannot be reached for another reason, which the sentence quotes. */
  | 'unreachable'
  /** The host answers, and not who its room is. */
  | 'no-whois'
  /** What it answers to `/whois` is no address of a room. */
  | 'bad-whois'
  /** Two ports of the host name two rooms. */
  | 'whois-differs'
  /** Whoever listens does not have the key that `/whois` names. */
  | 'whois-other-key'
  /** Whoever listens does not have the key of the address. */
  | 'wrong-key'
  /** Another program, or a room with another network key. */
  | 'other-network'
  /** The connection is taken, and nothing comes. */
  | 'silent'
  /** The connection is taken and ended before a word was said. */
  | 'hangs-up'
  /** The connection ends once the keys are proven: a ban, or a room that is not for everybody. */
  | 'turned-away'
  /** The connection ends later, in the midst of the check. */
  | 'hangs-up-later'
  /** An SSB peer that is no room. */
  | 'not-a-room'
  /** A room whose answers have another shape than any known version's. */
  | 'unknown-answer'
  /** The keys are proven, and a call is never answered. */
  | 'room-silent'
  | 'attendants-refused'
  | 'attendants-silent'
  /** Whoever has come is on no list. */
  | 'attendants-missing'
  /** Lists are right when they are asked for, and then stand still. */
  | 'attendants-not-live'
  | 'tunnels-refused'
  /** A tunnel opens, and nothing comes through. */
  | 'tunnels-silent'
  /** A tunnel leads to another peer than the one it was asked for. */
  | 'tunnels-wrong-peer'
  /** What goes into a tunnel comes out as something else. */
  | 'tunnels-damaged'
  /** The bytes are right, and yet two peers cannot prove their keys to each other. */
  | 'tunnels-broken'
  /** Nobody has that alias there. */
  | 'no-alias'
  /** The room does not tell whose an alias is. */
  | 'aliases-unsupported';

/** What is worth knowing of a room that works. */
export type CheckRemark =
  /** The room has the methods of the first generation of rooms only. */
  | 'first-generation'
  /** The room does not say that it has tunnels. */
  | 'no-tunnel-feature'
  /** `/whois` is answered, and not on the port that every app asks. */
  | 'whois-elsewhere'
  | 'slow'
  /** The room's clock is far from this machine's. */
  | 'clock-off'
  /** Whoever has the alias is not in the room now. */
  | 'alias-not-online'
  /** Nothing comes back from a STUN server that the room names. */
  | 'stun-silent'
  /** A TURN server that the room names does not relay. */
  | 'turn-refused'
  /** Browsers behind this network would find each other through the room only. */
  | 'no-direct-path';

export type StepName =
  | 'destination'
  | 'invite'
  | 'whois'
  | 'handshake'
  | 'isRoom'
  | 'announce'
  | 'metadata'
  | 'attendants'
  | 'alias'
  | 'arrival'
  | 'tunnel'
  | 'departure'
  | 'latency'
  | 'stun'
  | 'turn'
  | 'path';

export interface CheckStep {
  readonly name: StepName;
  readonly outcome: 'ok' | 'failed' | 'skipped' | 'warning';
  /** What happened, whole and readable by itself. It may quote the room. */
  readonly sentence: string;
  /** What is wrong where the step failed, or the remark where it is a warning. */
  readonly code?: CheckFault | CheckRemark;
  /** How long it took. */
  readonly milliseconds?: number;
}

export interface CheckReport {
  /** Whether everything works; remarks are no fault. */
  readonly ok: boolean;
  /** The first thing to mend. */
  readonly fault: CheckFault | null;
  /** What is wrong and what to do about it, in words. */
  readonly verdict: string;
  /** The room, where one has proven its key. */
  readonly room: FeedId | null;
  /** What browsers behind this network would get there; `null` where that was not found out. */
  readonly path: PathKind | null;
  readonly steps: readonly CheckStep[];
}
