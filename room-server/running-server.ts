import type { FeedId } from '@open-rooms/protocol';
import type { Operations } from './administration/operations.ts';

/** A room server that has started: what people and scripts are told about it, and how it ends. */
export interface RunningServer {
  readonly id: FeedId;
  /** The room's name; `null` until it is claimed. */
  readonly name: string | null;
  /** Multiserver addresses, the one to give to most apps first. */
  readonly addresses: readonly string[];
  /** URL of the web page at the room's own port. */
  readonly http: string;
  /** Where browsers reach it, which is elsewhere behind a proxy or for a domain. */
  readonly web: string;
  /** URL of `/whois`; `null` where that port is off. */
  readonly whois: string | null;
  /** The link that makes its first visitor the owner; `null` once the room is claimed. */
  readonly claim: string | null;
  /** URL of the room's STUN; `null` where it has none. */
  readonly stun: string | null;
  /** URL of the metrics; `null` where that port is off. */
  readonly metrics: string | null;
  /** SHA-256 fingerprint of the certificate of the pages, where the room made it itself: browsers warn of it. */
  readonly ownCertificate: string | null;
  /** The name for which a certificate is asked for, where it has not come yet: until then browsers warn. */
  readonly awaitedCertificate: string | null;
  /** An invite to print; `null` where the room has none that everybody may have. */
  readonly invite: string | null;
  /** The process that does the work, so that its CPU and memory can be read. */
  readonly pid: number;
  /** Resolves when everything has ended. */
  readonly closed: Promise<void>;
  /** Calls `listener` with the room's name when it is claimed from now on; */
  onClaimed(listener: (name: string) => void): void;
  /** What can be done to the room, by whoever it is. */
  readonly operations: Operations;
  /** Ends all links that were made through the room: its owner stops it for good. */
  endLinks(): void;
  /** Says goodbye to every peer, ends every listener and closes the store. May be called twice. */
  stop(): Promise<void>;
}

/** Stable names of what keeps a command from working: scripts may rely on them. */
export type StartErrorCode =
  | 'bad-usage'
  | 'bad-setting'
  | 'host-unavailable'
  | 'port-in-use'
  | 'port-refused'
  | 'data-in-use'
  | 'data-unwritable'
  | 'data-damaged'
  | 'data-not-empty'
  | 'backup-damaged'
  | 'backup-newer'
  | 'file-exists'
  | 'file-unusable'
  | 'not-running'
  | 'unavailable';

/** What an admin can mend: printed as its one sentence, without a stack, with exit code 2. */
export class StartError extends Error {
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'StartError';
    this.code = code;
  }
}
