import { Encoded, type Outlet, type StageEvent } from '@open-rooms/protocol';
import type { Stage } from './stage.ts';

/** `room.stage`: what is shared, once, then each change. An event is encoded once for all who watch. */
export class StageFeed {
  readonly #stage: Stage;
  readonly #outlets = new Set<Outlet<StageEvent>>();

  constructor(stage: Stage) {
    this.#stage = stage;
    stage.watch({
      began: (share) => this.#pushAll({ type: 'began', share }),
      ended: ({ by, share }) => this.#pushAll({ type: 'ended', by, share }),
    });
  }

  /** Snapshot and subscription in one turn. A reader that falls behind is cut by its stream. */
  subscribe(outlet: Outlet<StageEvent>): void {
    outlet.push({ type: 'shares', shares: this.#stage.snapshot() });
    this.#outlets.add(outlet);
    outlet.whenEnded(() => this.#outlets.delete(outlet));
  }

  #pushAll(event: StageEvent): void {
    const encoded = new Encoded<StageEvent>(event);
    for (const outlet of [...this.#outlets]) outlet.push(encoded);
  }
}
