import type { FeedId } from '@open-rooms/protocol';
import type { PeerStream } from '../peers/peer-stream.ts';
import { ChatLine, type ChatLineParts } from './chat-line.ts';

/**
 * The lines that are spoken on, one for each key. Where a new one comes the other side has noticed first that the one
 * before is dead, or is quicker to begin anew than we to see the end: the new one takes its place.
 */
export class Lines<Key> {
  readonly #lines = new Map<Key, ChatLine>();

  get keys(): readonly Key[] {
    return [...this.#lines.keys()];
  }

  has(key: Key): boolean {
    return this.#lines.has(key);
  }

  /** Whether the other side has said something on it. */
  isHeard(key: Key): boolean {
    return this.#lines.get(key)?.isHeard === true;
  }

  /** Speaks with somebody on a stream from now on. Of a line whose place was taken no end is told. */
  speak(key: Key, id: FeedId, stream: PeerStream, parts: ChatLineParts): void {
    this.end(key);
    const line: ChatLine = new ChatLine(id, stream, {
      ...parts,
      onEnded: (how) => {
        if (this.#lines.get(key) !== line) return;
        this.#lines.delete(key);
        parts.onEnded(how);
      },
    });
    this.#lines.set(key, line);
  }

  /** Says nothing more on it. */
  end(key: Key): void {
    this.#lines.get(key)?.move();
  }
}
