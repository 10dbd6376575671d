import type { NamedKeyPair } from '@open-rooms/protocol';
import { sodium, systemClock } from '@open-rooms/protocol/node';
import { Audit } from '@open-rooms/room-server/audit/audit.ts';
import type { Store } from '@open-rooms/room-server/store/port.ts';

/** The audit log over a store; whatever is not as it should be throws. */
export function openLog(store: Store, key: NamedKeyPair): Promise<Audit> {
  const never = (what: unknown) => {
    throw new Error(`The audit log says: ${what}`);
  };
  return Audit.open({
    key,
    store: store.audit,
    crypto: sodium,
    clock: systemClock,
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    now: Date.now,
    addressDays: () => 30,
    reports: {
      refused: never,
      recovered: never,
      full: () => never('full'),
      fault: never,
      counts: { entries: 0, waiting: 0, lost: 0 },
    },
  });
}
