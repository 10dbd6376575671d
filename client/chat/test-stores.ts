import { Refused } from '@open-rooms/protocol';
import { MemoryMessageStore } from './memory-message-store.ts';
import type { MessageChanges } from './message-store.ts';

/** A store on a disk that may be full. */
export class UnsureStore extends MemoryMessageStore {
  isFull = false;

  override async change(place: string, changes: MessageChanges): Promise<void> {
    if (this.isFull) throw new Refused('unavailable', 'the disk is full');
    await super.change(place, changes);
  }
}

/** A store that begins with the change that came last. */
export class SlowStore extends MemoryMessageStore {
  readonly #waiting: (() => void)[] = [];
  #isReleased = false;

  override async change(place: string, changes: MessageChanges): Promise<void> {
    if (!this.#isReleased) await new Promise<void>((resolve) => this.#waiting.unshift(resolve));
    await super.change(place, changes);
  }

  release(): void {
    this.#isReleased = true;
    for (const go of this.#waiting) go();
  }
}
