import { cleanup } from 'node-datachannel';
import { RTCPeerConnection } from 'node-datachannel/polyfill';
import type { RtcPeerMaker } from './rtc.ts';

export { nodeServers as usableHere } from '../ice/node-servers.ts';

/** WebRTC of Node: node-datachannel's. */
export const Rtc: RtcPeerMaker = makerOf(RTCPeerConnection);

/** WebRTC of this runtime. */
export function rtcHere(): RtcPeerMaker {
  return Rtc;
}

/** Whether a connection can be negotiated only once. */
export const once = true;

let holders = 0;

/** Uses it until disposed. After the last use what native code still holds would keep the program from ending. */
export function hold(): Disposable {
  holders++;
  return {
    [Symbol.dispose]: () => {
      if (--holders === 0) cleanup();
    },
  };
}

/** Its declarations are written in terms of the DOM, which the client is compiled without. */
function makerOf(made: unknown): RtcPeerMaker {
  if (!isMaker(made)) throw new TypeError('node-datachannel brings no RTCPeerConnection.');
  return made;
}

function isMaker(made: unknown): made is RtcPeerMaker {
  return typeof made === 'function';
}
