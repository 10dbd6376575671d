import { dialTcp } from '@open-rooms/protocol/node';
import { HEADER_BYTES } from '../../../protocol/boxstream/layout.ts';
import type { RelayTarget } from '../targets/relay.ts';
import { RelayOpener, RelaySealer } from '../targets/relay-boxes.ts';
import { HeldWire } from './held-wire.ts';

/** One end of a pair of connections that the relay joins. */
export class RelayEnd {
  readonly wire: HeldWire;
  readonly #sealer = new RelaySealer();

  private constructor(wire: HeldWire) {
    this.wire = wire;
  }

  /** `onBody` gets what the other end sends; `onClosed` is told when the relay goes away. */
  static async connect(
    relay: RelayTarget,
    onBody: (body: Uint8Array) => void,
    onClosed: () => void = () => {},
  ): Promise<RelayEnd> {
    const wire = new HeldWire(await dialTcp('127.0.0.1', relay.port));
    const opener = new RelayOpener();
    wire.attach({ onBytes: (bytes) => opener.open(bytes, onBody), onDrained: () => {}, onClosed });
    return new RelayEnd(wire);
  }

  /** Sends one body of at most 4096 bytes. */
  send(body: Uint8Array): void {
    const packet = Buffer.allocUnsafe(HEADER_BYTES + body.length);
    this.#sealer.seal(body, packet, 0);
    this.wire.write(packet);
  }
}
