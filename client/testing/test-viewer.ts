import type { Family, FeedId, ShareId, SharerMessage, ViewerMessage } from '@open-rooms/protocol';
import type { ViewerHello, ViewerLine } from '../shares/sharing/viewer.ts';

/** A viewer's control stream, written by hand: what the sharer has said, and what it hears. */
export class TestViewer {
  readonly id: FeedId;
  /** All that the sharer has said. */
  readonly told: SharerMessage[] = [];
  /** Why the sharer has ended it; `''` where it ended it well, `undefined` while it has not. */
  cut: string | undefined;
  readonly line: ViewerLine;
  readonly #closed = Promise.withResolvers<string | undefined>();
  #listener: ((message: ViewerMessage) => void) | undefined;

  constructor(id: FeedId) {
    this.id = id;
    this.line = {
      isThroughRoom: false,
      closed: this.#closed.promise,
      send: (message) => {
        if (this.cut === undefined) this.told.push(message);
      },
      onMessage: (listener) => {
        this.#listener = listener;
      },
      close: (why) => {
        this.cut ??= why ?? '';
        this.#closed.resolve(why);
      },
    };
  }

  says(message: ViewerMessage): void {
    if (this.cut === undefined) this.#listener?.(message);
  }

  /** Its control stream is lost. */
  lose(): void {
    this.cut ??= 'lost';
    this.#closed.resolve('lost');
  }

  /** What of a kind was said, oldest first. */
  all<Type extends SharerMessage['type']>(type: Type): Extract<SharerMessage, { type: Type }>[] {
    return this.told.filter(
      (message): message is Extract<SharerMessage, { type: Type }> => message.type === type,
    );
  }

  /** Who feeds it, by what was said last; `nobody` where it waits. */
  get parent(): FeedId | 'nobody' | undefined {
    const place = this.all('place').at(-1);
    return place === undefined ? undefined : (place.parent?.id ?? 'nobody');
  }
}

/** What a viewer says first. */
export function hello(
  share: ShareId,
  { decodes = ['av1', 'h264'], capacity = 2, mayForward = true }: HelloOptions = {},
): ViewerHello {
  return { type: 'hello', version: 1, share, decodes: [...decodes], capacity, mayForward };
}

interface HelloOptions {
  readonly decodes?: readonly Family[];
  readonly capacity?: number;
  readonly mayForward?: boolean;
}
