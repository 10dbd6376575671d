import type { Strangers } from '../../contacts/consent.ts';

/** What strangers may get, the usual one first. */
export const STRANGERS_CHOICES = ['request', 'refuse', 'accept'] as const satisfies readonly Strangers[];
