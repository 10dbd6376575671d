import { type CryptoBackend, feedIdOf, Refused } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { fixedKeys, VirtualClock } from '@open-rooms/protocol/testing';
import { memoryAudit } from '../store/memory/audit.ts';
import type { AuditStore } from '../store/ports/audit.ts';
import { Audit } from './audit.ts';

const keys = fixedKeys(sodium, 1);
export const ROOM_KEY = { ...keys, id: feedIdOf(keys.publicKey) };
export const START = 1_764_000_000_000;

/** A log over a store in memory whose disk may be full, with a clock that is told to go on. */
export class TestLog {
  readonly clock = new VirtualClock(START);
  readonly store: AuditStore;
  readonly said: string[] = [];
  readonly counts = { entries: 0, waiting: 0, lost: 0 };
  /** How many entries each transaction had. */
  readonly batches: number[] = [];
  isFull = false;
  days = 30;

  constructor(inner: AuditStore = memoryAudit()) {
    this.store = {
      head: () => inner.head(),
      newest: (...query) => inner.newest(...query),
      after: (...query) => inner.after(...query),
      lastAddress: (time) => inner.lastAddress(time),
      eraseAddresses: (upTo, limit) => inner.eraseAddresses(upTo, limit),
      append: async (entries, head) => {
        if (this.isFull) throw new Refused('unavailable', 'database or disk is full');
        this.batches.push(entries.length);
        await inner.append(entries, head);
      },
    };
  }

  open(crypto: CryptoBackend = sodium): Promise<Audit> {
    return Audit.open({
      key: ROOM_KEY,
      store: this.store,
      crypto,
      clock: this.clock,
      pause: turn,
      now: () => this.clock.now(),
      addressDays: () => this.days,
      reports: {
        refused: () => this.said.push('refused'),
        recovered: (lost) => this.said.push(`recovered ${lost}`),
        full: () => this.said.push('full'),
        fault: (sentence) => this.said.push(sentence),
        counts: this.counts,
      },
    });
  }
}

/** Lets promises settle and timers of no time run, until `holds`; throws where that is never. */
export async function until(clock: VirtualClock, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turns = 0; !(await holds()); turns++) {
    if (turns > PATIENCE_TURNS) throw new Error(`What the test waits for does not come: ${holds}`);
    await turn();
    clock.advance(0);
  }
}

const PATIENCE_TURNS = 2_000;

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
