import type { FeedId } from '@open-rooms/protocol';
import type { ShareView } from '../../state/stage-state.ts';
import { stageText } from './stage-text.ts';

/** Somebody has begun or stopped. */
interface News {
  readonly text: 'startsSharing' | 'stopsSharing';
  readonly by: FeedId;
}

/** What a screen reader says of the stage: who begins to share, and who has stopped. */
export class StageNews {
  #known: ReadonlyMap<string, FeedId> = new Map();
  #last: readonly News[] = [];

  /** What is to be said, empty for nothing: what changed last, in the names of now, some of which come a moment later. */
  hear(shares: readonly ShareView[], nameOf: (id: FeedId) => string): string {
    const before = this.#known;
    const now = new Map(shares.map(({ id, by }) => [id, by]));
    this.#known = now;
    const begun = [...now].filter(([id]) => !before.has(id));
    const ended = [...before].filter(([id]) => !now.has(id));
    const news: News[] = [
      ...begun.map(([, by]) => ({ text: 'startsSharing', by }) as const),
      ...ended.map(([, by]) => ({ text: 'stopsSharing', by }) as const),
    ];
    if (news.length > 0) this.#last = news;
    return this.#last.map(({ text, by }) => stageText(text, { name: nameOf(by) })).join('. ');
  }
}
