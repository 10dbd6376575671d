import { HEAD_BYTES } from '@open-rooms/protocol';
import { attend } from '../peers/join.ts';
import { type Pattern, Payload, Receipt } from '../peers/payload.ts';
import { StockSender } from '../peers/stock-sender.ts';
import type { RoomTarget } from '../targets/room-target.ts';
import type { Line } from './line.ts';

/** A tunnel through a room, between two peers of its own; the sender's boxes are those of a stock app. */
export async function openTunnelLine(room: RoomTarget, pattern: Pattern): Promise<Line> {
  const receipt = new Receipt(pattern);
  const payload = new Payload(pattern);
  const opened = Promise.withResolvers<void>();
  const onEnd = (error = 'the tunnel ended') => {
    opened.reject(new Error(`A tunnel of the bench does not open: ${error}.`));
    receipt.fail(error);
  };
  const receiver = await attend(room, (stream) => {
    stream.receiver = { onFrame: (frame) => receipt.take(frame.subarray(HEAD_BYTES)), onEnd };
    opened.resolve();
  });
  const sender = await StockSender.connect(room);
  const stream = sender.openTunnel(room.id, receiver.id, onEnd);
  await opened.promise;
  let sealed = 0;
  return {
    async seal(bytes) {
      sealed = await sender.seal(stream, payload, bytes);
      return sealed;
    },
    async send() {
      const arrived = receipt.expect(sealed);
      sender.release();
      await arrived;
    },
    close() {
      sender.close();
      receiver.close();
    },
  };
}
