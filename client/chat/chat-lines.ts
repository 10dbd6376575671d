import { Refused, type Stream } from '@open-rooms/protocol';
import { saysMissing } from '../connection/enter-room.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { PeerConnection } from '../peers/peer-connection.ts';
import { PeerStream } from '../peers/peer-stream.ts';
import type { Talk } from './talk.ts';

/** Whoever speaks this says hello at once. */
const CHAT_HELLO_MS = 15_000;

/** How a line ended: `mute` where the other side does not speak this at all, `refused` where not with us. */
export type LineEnd = 'mute' | 'refused' | 'failed' | 'over';

export interface ChatLinesParts {
  readonly talk: Talk;
  readonly clock: Runtime['clock'];
  /** Somebody speaks this. */
  readonly onHeard: (peer: PeerConnection) => void;
  /** The stream is over; the connection may go on. */
  readonly onEnded: (peer: PeerConnection, how: LineEnd) => void;
}

/**
 * The streams of `peer.chat`, one for each connection: it is opened by the side that opened the connection, and carries
 * all conversations that both take part in.
 */
export class ChatLines {
  readonly #parts: ChatLinesParts;
  readonly #lines = new Map<PeerConnection, PeerStream>();

  constructor(parts: ChatLinesParts) {
    this.#parts = parts;
  }

  has(peer: PeerConnection): boolean {
    return this.#lines.has(peer);
  }

  /** Opens the stream of a connection that was opened here. */
  open(peer: PeerConnection): void {
    if (!this.has(peer)) this.#speak(peer, new PeerStream(peer.remote['peer.chat']()));
  }

  /**
   * Takes the stream that the other side opens.
   * @throws Refused
   */
  accept(peer: PeerConnection, stream: Stream): void {
    if (this.has(peer)) throw new Refused('too-many', 'refused: the conversations are spoken here already');
    this.#parts.onHeard(peer);
    this.#speak(peer, new PeerStream(stream));
  }

  /** Says nothing more over a connection, which may go on. */
  end(peer: PeerConnection): void {
    this.#lines.get(peer)?.abort('gone: another line is used');
  }

  #speak(peer: PeerConnection, stream: PeerStream): void {
    const { talk, clock, onHeard, onEnded } = this.#parts;
    this.#lines.set(peer, stream);
    let isHeard = false;
    const silent = clock.after(CHAT_HELLO_MS, () => stream.abort('not-chat: nothing was said'));
    const heard = () => {
      isHeard = true;
      silent[Symbol.dispose]();
      onHeard(peer);
    };
    void talk.speak(peer.id, stream, heard).then((sentence) => {
      silent[Symbol.dispose]();
      this.#lines.delete(peer);
      onEnded(peer, sentence === undefined ? 'over' : isHeard ? 'failed' : endOf(sentence));
    });
  }
}

/** What it means when nothing was ever heard. */
function endOf(sentence: string): LineEnd {
  if (saysMissing(sentence) || sentence.startsWith('not-chat')) return 'mute';
  return sentence.startsWith('refused') ? 'refused' : 'failed';
}
