import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { sodium, systemClock } from '@open-rooms/protocol/node';
import { Audit, type AuditVerdict } from './audit/audit.ts';
import { StartError } from './running-server.ts';
import { openStored } from './store/open-stored.ts';
import type { AuditSource } from './store/ports/audit.ts';

/** The audit log of a room that does not run. */
export interface StoredAudit extends AuditSource, AsyncDisposable {
  verify(): Promise<AuditVerdict>;
}

/**
 * Opens the audit log in a data directory that nobody runs. Nothing is written to the log.
 * @throws StartError (rejected) `data-in-use` where its room runs, and the others of a start
 */
export async function openStoredAudit(path: string): Promise<StoredAudit> {
  // Opening makes what is missing: a mistyped path is no new room.
  if (!existsSync(join(path, 'room.db')))
    throw new StartError(
      'bad-usage',
      `There is no room in ${path}: say with --data where the room is whose audit log is meant.`,
    );
  await using opened = new AsyncDisposableStack();
  const { key, store } = opened.use(await openStored(path, sodium));
  const nothing = () => undefined;
  const audit = opened.use(
    await Audit.open({
      key,
      store: store.audit,
      crypto: sodium,
      clock: systemClock,
      pause: turnOfOthers,
      now: Date.now,
      addressDays: () => 0,
      reports: {
        refused: nothing,
        recovered: nothing,
        full: nothing,
        // What is wrong is what verifying says.
        fault: nothing,
        counts: { entries: 0, waiting: 0, lost: 0 },
      },
    }),
  );
  const all = opened.move();
  return {
    room: audit.room,
    chain: (filter, limit, after) => audit.chain(filter, limit, after),
    verify: () => audit.verify(),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
