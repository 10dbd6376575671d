import type { SecretChannel } from '@open-rooms/protocol';
import type { Channel, ChannelEvent } from '../../../protocol/channel/channel.ts';
import { HEAD_BYTES, readLength } from '../../../protocol/muxrpc/frame.ts';

/**
 * A channel that seals as stock apps do: the head of each frame in a box of its own, then its body. Whoever
 * receives has twice as many boxes to open, most of them tiny.
 */
export class StockBoxes implements Channel {
  readonly #channel: SecretChannel;

  constructor(channel: SecretChannel) {
    this.#channel = channel;
  }

  get isOpen(): boolean {
    return this.#channel.isOpen;
  }

  start(): ChannelEvent[] {
    return this.#channel.start();
  }

  receive(bytes: Uint8Array): ChannelEvent[] {
    return this.#channel.receive(bytes);
  }

  accept(): ChannelEvent[] {
    return this.#channel.accept();
  }

  /** `plain` is whole frames. */
  seal(plain: Uint8Array): Uint8Array {
    const boxes: Uint8Array[] = [];
    for (let at = 0; at < plain.length; ) {
      const bodyAt = at + HEAD_BYTES;
      const end = bodyAt + readLength(plain, at);
      boxes.push(this.#channel.seal(plain.subarray(at, bodyAt)));
      boxes.push(this.#channel.seal(plain.subarray(bodyAt, end)));
      at = end;
    }
    return Buffer.concat(boxes);
  }

  goodbye(): Uint8Array {
    return this.#channel.goodbye();
  }
}
