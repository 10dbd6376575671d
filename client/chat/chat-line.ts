import type { Clock, FeedId } from '@open-rooms/protocol';
import { saysMissing } from '../connection/enter-room.ts';
import type { PeerStream } from '../peers/peer-stream.ts';
import type { Talk } from './talk.ts';

/** Whoever speaks this says hello at once. */
const CHAT_HELLO_MS = 15_000;

/** Said of a line that is not needed any more, by the side that ends it. */
const GONE = 'gone: another line is used';

/**
 * How a line ended: `mute` where the other side does not speak this at all, `refused` where not with us, `moved` where
 * either side uses another one.
 */
export type LineEnd = 'mute' | 'refused' | 'failed' | 'moved';

export interface ChatLineParts {
  readonly talk: Talk;
  readonly clock: Clock;
  /** The other side says the first thing: it speaks this. */
  readonly onHeard: () => void;
  /** The stream is over; what carried it may go on. */
  readonly onEnded: (how: LineEnd) => void;
}

/** A stream on which conversations are spoken with somebody: all those that both take part in. */
export class ChatLine {
  readonly #stream: PeerStream;
  #isHeard = false;
  #isMoved = false;

  constructor(id: FeedId, stream: PeerStream, { talk, clock, onHeard, onEnded }: ChatLineParts) {
    this.#stream = stream;
    const silent = clock.after(CHAT_HELLO_MS, () => stream.abort('silent: nothing was said'));
    const heard = () => {
      this.#isHeard = true;
      silent[Symbol.dispose]();
      onHeard();
    };
    void talk.speak(id, stream, heard).then((sentence = 'over') => {
      silent[Symbol.dispose]();
      onEnded(this.#isMoved ? 'moved' : this.#endOf(sentence));
    });
  }

  /** Whether the other side has said something. */
  get isHeard(): boolean {
    return this.#isHeard;
  }

  /** Ends it: another line is used, or none. */
  move(): void {
    this.#isMoved = true;
    this.#stream.abort(GONE);
  }

  /** Silence says nothing: a busy machine, or a path that is lost, is silent. */
  #endOf(sentence: string): LineEnd {
    if (sentence === GONE) return 'moved';
    if (this.#isHeard) return 'failed';
    if (saysMissing(sentence)) return 'mute';
    return sentence.startsWith('refused') ? 'refused' : 'failed';
  }
}
