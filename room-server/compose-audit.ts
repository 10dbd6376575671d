import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { sodium, systemClock } from '@open-rooms/protocol/node';
import { Audit } from './audit/audit.ts';
import type { AuditReports } from './audit/writer.ts';
import type { Log } from './observe/log.ts';
import type { Metrics } from './observe/metrics.ts';
import type { Stored } from './store/open-stored.ts';

/**
 * Opens the audit log of a room. Rejects where it cannot be read.
 * @param addressDays days after which addresses are erased, 0 keeps none: asked when something is taken down
 */
export function openAudit(
  { log, metrics, stored }: { readonly log: Log; readonly metrics: Metrics; readonly stored: Stored },
  addressDays: () => number,
): Promise<Audit> {
  return Audit.open({
    key: stored.key,
    store: stored.store.audit,
    crypto: sodium,
    clock: systemClock,
    pause: turnOfOthers,
    now: Date.now,
    addressDays,
    reports: reportsTo(log, metrics),
  });
}

function reportsTo(log: Log, metrics: Metrics): AuditReports {
  const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));
  return {
    refused: (error) =>
      log.warn('The disk does not take the audit log: entries wait in memory until it does.', {
        error: asError(error),
      }),
    recovered: (lost) => log.info('The disk takes the audit log again.', { lost }),
    full: () =>
      log.error('The disk does not take the audit log, and memory holds no more of it: entries are lost.'),
    fault: (sentence, error) => {
      if (error === undefined) log.warn(sentence);
      else log.error(sentence, { error: asError(error) });
    },
    counts: metrics.audit,
  };
}
