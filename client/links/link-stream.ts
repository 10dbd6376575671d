import { type LoneWire, loneStream } from '@open-rooms/protocol';
import { PeerStream, WIDE_WINDOW } from '../peers/peer-stream.ts';
import type { LinkStream } from './link.ts';

export interface LineStreamOptions {
  readonly protocol: string;
  readonly isThroughRoom: boolean;
  /** Whether this side opened it. */
  readonly isAsker: boolean;
  /** Bytes that the far end may be ahead of the reader at first. */
  readonly window?: number;
  readonly allocate: (length: number) => Uint8Array;
}

/** A stream of a link: bytes under a credit window, which libp2p's own streams lack (spec/credit.md). */
export class LineStream extends PeerStream implements LinkStream {
  readonly protocol: string;
  readonly isThroughRoom: boolean;
  readonly #settled: Promise<void>;
  #isWanted: boolean;

  constructor(wire: LoneWire, options: LineStreamOptions) {
    const { protocol, isThroughRoom, isAsker, window = WIDE_WINDOW, allocate } = options;
    const settled = Promise.withResolvers<void>();
    super(loneStream(wire, { isAsker, name: protocol, allocate, onClosed: settled.resolve }));
    this.#settled = settled.promise;
    this.protocol = protocol;
    this.isThroughRoom = isThroughRoom;
    this.#isWanted = isAsker;
    super.widen(window);
  }

  /** Whether this side has asked for it, or for more of it than anybody may send at first. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  /** An end is answered by one, after which the far end closes the wire (spec/credit.md): a connection may end earlier. */
  override get settled(): Promise<void> {
    return this.#settled;
  }

  override widen(bytes: number): void {
    this.#isWanted = true;
    super.widen(bytes);
  }
}
