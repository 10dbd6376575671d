import type { JoinFault } from '../../connection/join-error.ts';
import { refusalOf } from '../../state/refusal.ts';
import { type Told, told } from '../elements/told.ts';
import { type TextKey, t } from './language.ts';

type PlainKey = TextKey & (`fault${string}` | `refused${string}`);

const FAULTS: Readonly<Record<JoinFault, PlainKey>> = {
  unreadable: 'faultUnreadable',
  unreachable: 'faultUnreachable',
  'no-whois': 'faultNoWhois',
  'bad-whois': 'faultBadWhois',
  'other-key': 'faultOtherKey',
  'other-network': 'faultOtherNetwork',
  'wrong-key': 'faultWrongKey',
  silent: 'faultSilent',
  refused: 'faultRefused',
  'not-let-in': 'faultRefused',
  'not-a-room': 'faultNotARoom',
  'bad-invite': 'faultBadInvite',
  'no-alias': 'faultNoAlias',
  'aliases-unsupported': 'faultAliasesUnsupported',
  'not-online': 'faultNotOnline',
};

const REFUSALS: Readonly<Record<string, PlainKey>> = {
  ...FAULTS,
  'bad-argument': 'refusedText',
  'too-many': 'refusedTooMany',
  unavailable: 'refusedUnavailable',
};

/** What each fault of the way to a room is called. */
export function faultTitle(fault: JoinFault): string {
  return t(FAULTS[fault]);
}

/** Why something that a person wanted was not done, for them. `undefined` for a fault of the program. */
export function sentenceOf(error: unknown): Told | undefined {
  const refusal = refusalOf(error);
  if (refusal === undefined || !(error instanceof Error)) return undefined;
  return told(t(REFUSALS[refusal] ?? 'refusedOther'), error.message);
}
