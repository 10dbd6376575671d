import type { Operations } from '../administration/operations.ts';
import type { Audit } from './audit.ts';

/** What can be done with the audit log, for every face. */
export function auditOperations(
  audit: Audit,
): Pick<Operations, 'audit.list' | 'audit.verify' | 'audit.chain'> {
  return {
    'audit.list': async (_actor, { limit, before, ...filter }) => {
      const entries = await audit.list(filter, limit, before);
      return entries.map(({ id, at, event, by, address, subject, message, reason }) => {
        return { id, at, event, by, address, subject, message, reason };
      });
    },
    'audit.verify': () => audit.verify(),
    'audit.chain': async (_actor, { limit, after, ...filter }) => {
      const { entries, head } = await audit.chain(filter, limit, after);
      return { entries: [...entries], head };
    },
  };
}
