import type { Receiver, Stream } from '../muxrpc/stream.ts';
import { frameValue } from '../rpc/remote.ts';

/** `gossip.ping`, called by a peer: each number that comes in is answered with our time, in milliseconds. */
export function answerPings(stream: Stream, now: () => number): void {
  const receiver: Receiver = {
    onFrame(frame) {
      if (isNumber(frame)) stream.send(now());
    },
    onEnd() {
      stream.end();
    },
  };
  stream.receiver = receiver;
}

function isNumber(frame: Uint8Array): boolean {
  try {
    return typeof frameValue(frame) === 'number';
  } catch {
    return false;
  }
}
