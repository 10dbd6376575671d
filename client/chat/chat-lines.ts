import type { Clock, Stream } from '@open-rooms/protocol';
import type { PeerConnection } from '../peers/peer-connection.ts';
import { PeerStream } from '../peers/peer-stream.ts';
import type { LineEnd } from './chat-line.ts';
import { Lines } from './lines.ts';
import type { Talk } from './talk.ts';

export interface ChatLinesParts {
  readonly talk: Talk;
  readonly clock: Clock;
  /** Somebody speaks this. */
  readonly onHeard: (peer: PeerConnection) => void;
  /** The stream is over; the connection may go on. */
  readonly onEnded: (peer: PeerConnection, how: LineEnd) => void;
}

/** The lines through tunnels: streams of `peer.chat`, opened by the side that opened the connection. */
export class ChatLines {
  readonly #parts: ChatLinesParts;
  readonly #lines = new Lines<PeerConnection>();

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

  /** Takes the stream that the other side opens. */
  accept(peer: PeerConnection, stream: Stream): void {
    this.#parts.onHeard(peer);
    this.#speak(peer, new PeerStream(stream));
  }

  /** Says nothing more over a connection, which may go on. */
  end(peer: PeerConnection): void {
    this.#lines.end(peer);
  }

  #speak(peer: PeerConnection, stream: PeerStream): void {
    const { talk, clock, onHeard, onEnded } = this.#parts;
    this.#lines.speak(peer, peer.id, stream, {
      ...{ talk, clock },
      onHeard: () => onHeard(peer),
      onEnded: (how) => onEnded(peer, how),
    });
  }
}
