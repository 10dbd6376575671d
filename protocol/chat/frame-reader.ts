import { Gather } from '../bytes/gather.ts';
import { ChatFault } from './fault.ts';
import { LENGTH_BYTES, MAX_FRAME_BYTES } from './frames.ts';

/** Finds frames in a stream that is cut anywhere. Each lies in memory of its own. */
export class ChatFrameReader {
  #length = new Gather(LENGTH_BYTES);
  #frame: Gather | undefined;

  /** The frames that become whole, type and body. Throws {@link ChatFault} `frame-too-large` or `damaged`. */
  *read(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
    for (let left = bytes; left.length > 0; ) {
      const gather = this.#frame ?? this.#length;
      left = left.subarray(gather.take(left));
      const whole = gather.whole;
      if (whole === undefined) return;
      if (gather === this.#length) {
        this.#length = new Gather(LENGTH_BYTES);
        this.#frame = new Gather(lengthOf(whole));
      } else {
        this.#frame = undefined;
        yield whole;
      }
    }
  }
}

function lengthOf(bytes: Uint8Array): number {
  const length = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  if (length === 0) throw new ChatFault('damaged', 'A frame without a type.');
  if (length <= MAX_FRAME_BYTES) return length;
  throw new ChatFault(
    'frame-too-large',
    `A frame of ${length} bytes: at most ${MAX_FRAME_BYTES} are allowed.`,
  );
}
