/** What is wrong, or worth knowing; stable names for scripts. What each means stands in spec/doctor.md. */
export const DOCTOR_CODES = [
  'node-too-old',
  'not-running',
  'no-answer',
  'other-account',
  'other-version',
  'not-ready',
  'memory-scarce',
  'files-few',
  'no-data',
  'data-closed',
  'data-open',
  'key-missing',
  'key-damaged',
  'key-open',
  'disk-full',
  'disk-scarce',
  'read-only',
  'database-missing',
  'database-damaged',
  'database-unreadable',
  'database-open',
  'database-newer',
  'database-older',
  'log-large',
  'clock-off',
  'clock-behind',
  'port-in-use',
  'port-optional',
  'port-refused',
  'host-unavailable',
  'no-stun',
  'silent',
  'other-program',
  'not-from-here',
  'no-such-host',
  'host-loopback',
  'certificate-ended',
  'certificate-ends',
  'certificate-early',
  'certificate-name',
  'certificate-untrusted',
  'certificate-not-issued',
  'certificate-not-renewed',
  'certificate-unusable',
] as const;
export type DoctorCode = (typeof DOCTOR_CODES)[number];

/** What was looked at. */
export type FindingName =
  | 'program'
  | 'room'
  | 'memory'
  | 'files'
  | 'data'
  | 'key'
  | 'disk'
  | 'mount'
  | 'database'
  | 'clock'
  | 'port'
  | 'ready'
  | 'host'
  | 'peers'
  | 'web'
  | 'whois'
  | 'stun'
  | 'https'
  | 'outside';

/** What was seen of one thing, as one sentence: what was looked at, what is wrong, how to mend it. */
export interface Finding {
  readonly name: FindingName;
  readonly outcome: 'ok' | 'failed' | 'skipped' | 'warning';
  readonly sentence: string;
  /** Of what failed, and of warnings. */
  readonly code?: DoctorCode;
}

export function fine(name: FindingName, sentence: string): Finding {
  return { name, outcome: 'ok', sentence };
}

export function notJudged(name: FindingName, sentence: string): Finding {
  return { name, outcome: 'skipped', sentence };
}

export function warning(name: FindingName, code: DoctorCode, sentence: string): Finding {
  return { name, outcome: 'warning', sentence, code };
}

export function failed(name: FindingName, code: DoctorCode, sentence: string): Finding {
  return { name, outcome: 'failed', sentence, code };
}
