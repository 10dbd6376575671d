import { sodium } from '@open-rooms/protocol/node';
import type { Audit } from './audit/audit.ts';
import { Backups } from './backup/backups.ts';
import { VERSION } from './config/version.ts';
import { OPERATOR } from './rooms/actor.ts';
import type { Stored } from './store/open-stored.ts';

/** Backups of a room that runs, which the audit log tells of. Removes what is left of one that was killed. */
export function openBackups({
  stored,
  audit,
}: {
  readonly stored: Stored;
  readonly audit: Audit;
}): Promise<Backups> {
  return Backups.open({
    files: stored.files,
    room: stored.key.id,
    crypto: sodium,
    version: VERSION,
    now: Date.now,
    told: (message) => audit.takeDown({ event: 'backup_create', by: OPERATOR, message }),
  });
}
