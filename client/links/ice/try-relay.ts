import type { IceServer } from '@open-rooms/protocol';
import { hold, rtcHere, usableHere } from '#rtc';
import { unlessAborted } from '../../connection/deadline.ts';
import type { RtcPeer } from '../rtc/rtc.ts';

/** A candidate of a relay, as SDP writes it. */
const RELAY = / typ relay\b/;

/**
 * Whether a TURN server gives us an address to relay with; `undefined` where its transports are none of this runtime's.
 * Nothing is sent through it.
 */
export async function tryRelay(server: IceServer, signal: AbortSignal): Promise<boolean | undefined> {
  const { urls, ...words } = server;
  const configuration = usableHere({ iceServers: [{ ...words, urls: [...urls] }] });
  if (configuration.iceServers.length === 0) return undefined;
  using _held = hold();
  const Rtc = rtcHere();
  const peer = new Rtc(configuration);
  try {
    const gathered = firstRelay(peer);
    // A connection that carries nothing looks for no path.
    peer.createDataChannel('', {});
    await peer.setLocalDescription(await peer.createOffer());
    return await unlessAborted(signal, gathered);
  } finally {
    peer.close();
  }
}

function firstRelay(peer: RtcPeer): Promise<boolean> {
  return new Promise((resolve) => {
    peer.addEventListener('icecandidate', ({ candidate }) => {
      if (RELAY.test(candidate?.candidate ?? '')) resolve(true);
    });
    peer.addEventListener('icegatheringstatechange', () => {
      // In Node the last candidate may be told after the end.
      if (peer.iceGatheringState === 'complete') resolve(RELAY.test(peer.localDescription?.sdp ?? ''));
    });
  });
}
