/** Streams that are there for the connection itself: none of them makes it one that is used. */
const BENEATH = /^\/(open-rooms\/pulse|webrtc-signaling|ipfs|libp2p)\//;

/** The same of a link: its media connection. */
const SIGNALLING = /^\/open-rooms\/signal\//;

/** Whether a stream of this protocol serves the connection that it is on. */
export function isBeneath(protocol: string): boolean {
  return BENEATH.test(protocol);
}

/** Whether a protocol belongs to the links themselves, or to libp2p: no application takes it. */
export function isReserved(protocol: string): boolean {
  return BENEATH.test(protocol) || SIGNALLING.test(protocol);
}
