import { LinkError } from '../link.ts';
import type { RtcConfiguration, RtcPeerMaker } from './rtc.ts';

declare const RTCPeerConnection: RtcPeerMaker | undefined;

/** WebRTC of this runtime: the browser's own. Throws `LinkError` in browsers that have none, or hide it from pages. */
export function rtcHere(): RtcPeerMaker {
  if (typeof RTCPeerConnection !== 'undefined') return RTCPeerConnection;
  throw new LinkError('no-path', 'Cannot connect directly: this browser has no RTCPeerConnection.');
}

/** A configuration as it can be used here: browsers take it as it is. */
export function usableHere(configuration: RtcConfiguration): RtcConfiguration {
  return configuration;
}

/** Whether a connection can be negotiated only once. */
export const once = false;

/** Uses it until disposed: browsers need not know. */
export function hold(): Disposable {
  return { [Symbol.dispose]: () => undefined };
}
