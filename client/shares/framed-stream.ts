import { ShareFault } from '@open-rooms/protocol';
import { throwLater } from '../connection/room-connection.ts';
import type { LinkStream } from '../links/link.ts';
import { PeerStreamError } from '../peers/peer-stream.ts';

/** Cuts what comes into what it means. */
interface FrameReader<In> {
  /** @throws ShareFault */
  read(bytes: Uint8Array): Iterable<In>;
}

/** A stream of a link that carries frames: whoever breaks their rules is cut, with a sentence that says so. */
export class FramedStream<In> {
  /** Resolves once it is over, with the far end's sentence, or what happened; `undefined` where it ended well. */
  readonly closed: Promise<string | undefined>;
  readonly #stream: LinkStream;
  readonly #reader: FrameReader<In>;
  readonly #over = Promise.withResolvers<string | undefined>();
  #unsentBytes = 0;
  #isOver = false;
  #onFrame: ((frame: In) => void) | undefined;

  constructor(stream: LinkStream, reader: FrameReader<In>) {
    this.#stream = stream;
    this.#reader = reader;
    this.closed = this.#over.promise;
    stream.closed.then(
      () => this.#end(undefined),
      (error: unknown) => this.#end(error instanceof Error ? error.message : String(error)),
    );
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Bytes that wait for the far end's credit. */
  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  /** Sends a whole frame, and calls `onSent` once it has left. */
  send(bytes: Uint8Array, onSent?: () => void): void {
    if (this.#isOver) return;
    this.#unsentBytes += bytes.length;
    this.#stream.write(bytes).then(
      () => {
        this.#unsentBytes -= bytes.length;
        onSent?.();
      },
      () => undefined,
    );
  }

  /** Calls `listener` with each frame, those that wait first. One at a time: another takes its place. */
  onFrame(listener: (frame: In) => void): void {
    const isFirst = this.#onFrame === undefined;
    this.#onFrame = listener;
    if (isFirst) this.#read().catch(throwLater);
  }

  /** Ends it, once what was sent has left; at once and with a sentence where one is given. */
  close(why?: string): void {
    if (this.#isOver) return;
    if (why === undefined) this.#stream.end().catch(() => undefined);
    else this.#abort(why);
  }

  async #read(): Promise<void> {
    try {
      for await (const bytes of this.#stream)
        for (const frame of this.#reader.read(bytes)) {
          if (this.#isOver) return;
          this.#onFrame?.(frame);
        }
      await this.#stream.end();
    } catch (error) {
      if (error instanceof ShareFault) this.#abort(`${error.code}: ${error.message}`);
      else if (!(error instanceof PeerStreamError)) {
        this.#abort('failed: what you said could not be followed');
        throw error;
      }
    }
  }

  #abort(sentence: string): void {
    this.#stream.abort(sentence);
    this.#end(sentence);
  }

  #end(how: string | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#over.resolve(how);
  }
}
