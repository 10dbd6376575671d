import { FULL_BOXES, Payload, Receipt } from '../peers/payload.ts';
import { RelayEnd } from '../peers/relay-end.ts';
import type { RelayTarget } from '../targets/relay.ts';
import type { Line } from './line.ts';

/** Two ends of the box relay; the sender's boxes are full. */
export async function openRelayLine(relay: RelayTarget): Promise<Line> {
  const receipt = new Receipt(FULL_BOXES);
  const payload = new Payload(FULL_BOXES);
  const receiver = await RelayEnd.connect(
    relay,
    (body) => receipt.take(body),
    () => receipt.fail('the relay ended'),
  );
  const sender = await RelayEnd.connect(relay, () => {});
  let sealed = 0;
  return {
    async seal(bytes) {
      sender.wire.hold();
      for (sealed = 0; sealed < bytes; ) {
        const body = payload.next();
        sender.send(body);
        sealed += body.length;
      }
      return sealed;
    },
    async send() {
      const arrived = receipt.expect(sealed);
      sender.wire.release();
      await arrived;
    },
    close() {
      sender.wire.destroy();
      receiver.wire.destroy();
    },
  };
}
