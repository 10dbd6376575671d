import { DROP_REASON_LIST, type DropReason } from './drop-reasons.ts';

export type Transport = 'tcp' | 'websocket';

/**
 * What the server counts. Plain numbers, so that counting costs an addition on the paths where every packet
 * passes; `registry.ts` reads them when somebody asks. A part that counts is given the fields it needs.
 */
export interface Metrics {
  /** Connections open now, before or after their handshake. */
  readonly connections: Record<Transport, number>;
  /** Connections accepted since the start. */
  readonly accepted: Record<Transport, number>;
  /** Handshakes since the start. */
  readonly handshakes: Record<'ok' | 'failed', number>;
  /** Refused or ended by the server since the start. */
  readonly drops: Record<DropReason, number>;
  readonly tunnels: {
    /** Open now. */
    open: number;
    /** Opened since the start. */
    opened: number;
    /** Bytes of tunnel packets passed on since the start, without their headers. */
    bytesForwarded: number;
  };
  /** Datagrams that came to the STUN port since the start; those that were too many are among the drops. */
  readonly stun: Record<'answered' | 'ignored', number>;
  /** Peers online in the room now. */
  attendants: number;
  /** Shares that are announced in the room now. */
  shares: number;
  /** Entries of the audit log: written and lost since the start, and those that wait for the disk now. */
  readonly audit: { entries: number; waiting: number; lost: number };
  /** The version of the program. */
  readonly version: string;
  /** When the certificate of the pages ends, in seconds since 1970; `null` where they have none. */
  certificateEnds: number | null;
}

/** Counts that all stand at zero. */
export function createMetrics(version = ''): Metrics {
  return {
    connections: { tcp: 0, websocket: 0 },
    accepted: { tcp: 0, websocket: 0 },
    handshakes: { ok: 0, failed: 0 },
    drops: Object.fromEntries(DROP_REASON_LIST.map((reason) => [reason, 0])) as Record<DropReason, number>,
    tunnels: { open: 0, opened: 0, bytesForwarded: 0 },
    stun: { answered: 0, ignored: 0 },
    attendants: 0,
    shares: 0,
    audit: { entries: 0, waiting: 0, lost: 0 },
    version,
    certificateEnds: null,
  };
}
